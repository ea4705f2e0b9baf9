"""DATA: which role may do what; applied by `manage.py sync_roles`.

A role is a Django group; a person may hold several. Permissions are named `app.codename`. Who
may see the items of other offices too holds `disclosure.see_all_items`; everybody else sees
those of their own office. Nobody reviews a text they wrote, whatever roles they hold.
"""

from collections.abc import Iterable

AUTHOR = "拟稿人"
SECTION_HEAD = "科室负责人"
GENERAL_OFFICE = "办公室"
SECRECY_REVIEWER = "保密审查"
LEADER = "局领导"
BUREAU_HEAD = "主要负责人"
DISCLOSURE_OFFICER = "公开办经办"
DISCLOSURE_HEAD = "公开办负责人"
CASE_HANDLER = "承办人"
SUPERVISOR = "监审"
SYSTEM_ADMIN = "系统管理员"
SECURITY_ADMIN = "安全管理员"
AUDITOR = "审计员"

# What everybody needs who reads items in the admin.
READ = [
    "disclosure.view_item",
    "disclosure.view_attachment",
    "disclosure.view_matter",
    "disclosure.view_category",
    "disclosure.view_nationalrow",
    "disclosure.view_genre",
    "disclosure.view_guide",
    "disclosure.view_yearlytask",
    "portal.view_office",
]
READ_ALL = [*READ, "disclosure.see_all_items"]
WRITE = [
    "disclosure.add_item",
    "disclosure.change_item",  # drafts only
    "disclosure.delete_item",  # own drafts that were never submitted
    "disclosure.submit_item",
    "disclosure.add_attachment",
    "disclosure.change_attachment",
    "disclosure.delete_attachment",
    "disclosure.add_matter",
    "disclosure.change_matter",
]
# What whoever deals with requests reads; whose cases, `visible_to` decides.
READ_REQUESTS = [
    f"requests_app.view_{model}"
    for model in (
        *("informationrequest", "consultation", "correction", "decision", "extension"),
        *("feenotice", "letter", "reasonsinquiry", "remedy", "requestfile"),
    )
]
READ_ALL_REQUESTS = [*READ_REQUESTS, "requests_app.see_all_informationrequests"]
HANDLE_REQUESTS = [
    "requests_app.handle_informationrequest",
    "requests_app.unmask_applicant",
]
# The annual report: prepared by one person, approved by another.
READ_REPORTS = [f"reports.view_{name}" for name in ("annualreport", "channelfigure", "statistics")]
PREPARE_REPORTS = [
    *READ_REPORTS,
    "reports.prepare_annualreport",
    "reports.publish_annualreport",
    "reports.export_annualreport",
    "reports.add_channelfigure",
    "reports.change_channelfigure",
    "reports.delete_channelfigure",
    "reports.view_assessmentweight",
    "reports.view_rowhelp",
    "reports.add_rowhelp",
    "reports.change_rowhelp",
    "reports.delete_rowhelp",
]
# The self-inspection of the website: every office sees and explains what it has to mend.
MEND = ["reports.view_inspectionfinding", "reports.explain_inspectionfinding"]
SEE_INSPECTION = [
    "reports.view_inspectionfinding",
    "reports.see_all_inspectionfindings",
    "reports.view_inspectionrule",
    "reports.view_inspectionterm",
]
# What helps everybody write: templates, common wrong words, the leaders' names and posts.
KEEP_AIDS = [
    f"disclosure.{act}_{model}"
    for model in ("itemtemplate", "wrongword", "leader")
    for act in ("view", "add", "change", "delete")
]
# Search: what people look for in vain, and which words mean the same.
MISSED = ["disclosure.view_missedword"]
KEEP_SEARCH = [
    *MISSED,
    "disclosure.change_missedword",
    *(
        f"disclosure.{act}_{model}"
        for model in ("synonymgroup", "misspelling")
        for act in ("view", "add", "change", "delete")
    ),
]
# The yearly tasks of 政务公开 and their division among the offices.
PLAN = [
    "disclosure.add_yearlytask",
    "disclosure.change_yearlytask",
]

# Separation of duties (三员分立, GB/T 22239-2019): who holds one of these holds nothing else.
APART = {SYSTEM_ADMIN, SECURITY_ADMIN, AUDITOR}

ROLES: dict[str, list[str]] = {
    AUTHOR: [*READ, *WRITE, *MEND, *MISSED, "disclosure.report_yearlytask"],
    SECTION_HEAD: [
        *READ,
        *MEND,
        "disclosure.section_review_item",
        "disclosure.waive_privacy_item",
        "disclosure.report_yearlytask",
    ],
    GENERAL_OFFICE: [*READ_ALL, "disclosure.office_review_item"],
    SECRECY_REVIEWER: [
        *READ_ALL,
        "disclosure.secrecy_review_item",
        "disclosure.waive_privacy_item",
    ],
    LEADER: [
        *READ_ALL,
        "disclosure.release_item",
        "disclosure.withdraw_item",
        *READ_REPORTS,
        "reports.approve_annualreport",
        "reports.export_annualreport",
    ],
    BUREAU_HEAD: [*READ_ALL, "disclosure.head_release_item"],
    DISCLOSURE_OFFICER: [
        *READ_ALL,
        *WRITE,
        "disclosure.withdraw_item",
        "disclosure.import_published_items",
        "disclosure.change_guide",
        *PLAN,
        *KEEP_AIDS,
        *KEEP_SEARCH,
        *READ_ALL_REQUESTS,
        *HANDLE_REQUESTS,
        "requests_app.register_informationrequest",
        "requests_app.assign_informationrequest",
        "requests_app.serve_informationrequest",
        "requests_app.import_requests",
        "requests_app.export_requests",
        "requests_app.disclose_informationrequest",
        "requests_app.add_remedy",
        "requests_app.change_remedy",
        *PREPARE_REPORTS,
        *MEND,
        *SEE_INSPECTION,
    ],
    DISCLOSURE_HEAD: [
        *READ_ALL,
        *PLAN,
        *KEEP_AIDS,
        *KEEP_SEARCH,
        *READ_ALL_REQUESTS,
        *HANDLE_REQUESTS,
        "requests_app.assign_informationrequest",
        "requests_app.approve_informationrequest",
        "requests_app.serve_informationrequest",
        "requests_app.import_requests",
        "requests_app.export_requests",
        "requests_app.add_remedy",
        "requests_app.change_remedy",
        "disclosure.withdraw_item",
        "disclosure.import_published_items",
        "disclosure.waive_privacy_item",
        "disclosure.change_guide",
        *PREPARE_REPORTS,
        *MEND,
        *SEE_INSPECTION,
        "reports.change_inspectionrule",
        "reports.add_inspectionterm",
        "reports.change_inspectionterm",
        "reports.delete_inspectionterm",
        "reports.approve_annualreport",
        "reports.add_assessmentweight",
        "reports.change_assessmentweight",
        "reports.delete_assessmentweight",
    ],
    CASE_HANDLER: [
        "disclosure.view_category",
        "portal.view_office",
        *READ_REQUESTS,
        *HANDLE_REQUESTS,
    ],
    SUPERVISOR: [*READ_ALL, *READ_ALL_REQUESTS, *READ_REPORTS, *SEE_INSPECTION],
    # Keeps the registers; writes, reviews and publishes nothing, the guide (条例 12) included.
    SYSTEM_ADMIN: [
        "disclosure.add_category",
        "disclosure.change_category",
        "disclosure.delete_category",
        "disclosure.view_category",
        "disclosure.add_nationalrow",
        "disclosure.change_nationalrow",
        "disclosure.view_nationalrow",
        "disclosure.add_genre",
        "disclosure.change_genre",
        "disclosure.delete_genre",
        "disclosure.view_genre",
        "disclosure.view_guide",
        "portal.add_office",
        "portal.change_office",
        "portal.delete_office",
        "portal.view_office",
        "portal.change_officesettings",
        "portal.view_officesettings",
        "portal.add_holidaynotice",
        "portal.change_holidaynotice",
        "portal.view_holidaynotice",
        "portal.add_noticeday",
        "portal.change_noticeday",
        "portal.delete_noticeday",
        "portal.view_noticeday",
        "portal.view_notice",
        "portal.resend_notice",
        "portal.view_ledgerjob",
        "portal.change_reminderrule",
        "portal.view_reminderrule",
        "portal.add_grouprobot",
        "portal.change_grouprobot",
        "portal.delete_grouprobot",
        "portal.view_grouprobot",
        "requests_app.view_channel",
        "requests_app.change_channel",
        "requests_app.view_requestrules",
        "requests_app.change_requestrules",
        "requests_app.view_feetariff",
        "requests_app.add_feetariff",
        "requests_app.change_feetariff",
        "requests_app.delete_feetariff",
        "requests_app.view_correctionreason",
        "requests_app.add_correctionreason",
        "requests_app.change_correctionreason",
        "requests_app.delete_correctionreason",
    ],
    # Keeps accounts and gives roles; whoever gives rights does not also read the trail of it.
    SECURITY_ADMIN: [
        "portal.guard_user",
        "portal.view_accessrules",
        "portal.change_accessrules",
        "portal.add_user",
        "portal.change_user",
        "portal.view_user",
        "portal.view_office",
        "auth.view_group",
    ],
    AUDITOR: [
        "portal.view_accessrules",
        "portal.view_auditentry",
        "portal.view_user",
        "portal.view_office",
        "auth.view_group",
    ],
}


def conflict(names: Iterable[str]) -> str:
    """Return why one person may not hold all these roles, "" where they may."""
    held = set(names)
    if not held & APART or len(held) == 1:
        return ""
    apart = "、".join(role for role in ROLES if role in held & APART)
    return (
        f"“{apart}”不能与其他角色由同一账号兼任：系统管理、安全管理、审计三员分立，都不办理业务。"
        "确需兼做的，由另一人担任，或者另开一个业务账号。"
    )

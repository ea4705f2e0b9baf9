"""DATA: the life of an item, and the chain of reviews before it is public.

Sources: 条例 art. 17 (审查机制), 保守国家秘密法 (2024) art. 35 (先审查、后公开), and the review
bureaus practise: 拟稿 → 科室负责人初审 → 办公室复审 → 保密审查 → 局领导签发 (→ 主要负责人).
A category may drop 复审 or add the last step; 保密审查 and 签发 always stand.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Status(TextChoices):
    DRAFT = "draft", "草稿"
    SECTION_REVIEW = "section_review", "待初审"
    OFFICE_REVIEW = "office_review", "待复审"
    SECRECY_REVIEW = "secrecy_review", "待保密审查"
    RELEASE = "release", "待签发"
    HEAD_RELEASE = "head_release", "待主要负责人签发"
    SCHEDULED = "scheduled", "待定时公开"
    PUBLISHED = "published", "已公开"
    WITHDRAWN = "withdrawn", "已撤回"
    WITHHELD = "withheld", "不予公开"
    MERGED = "merged", "已并入原件"


# What a row holds while its ledger is on its way in: no status, and known to no list or page.
STAGED = "staged"

NEXT = {
    Status.DRAFT: [Status.SECTION_REVIEW, Status.SECRECY_REVIEW],  # the second: emergency
    Status.SECTION_REVIEW: [Status.OFFICE_REVIEW, Status.SECRECY_REVIEW, Status.DRAFT],
    Status.OFFICE_REVIEW: [Status.SECRECY_REVIEW, Status.DRAFT],
    Status.SECRECY_REVIEW: [Status.RELEASE, Status.WITHHELD, Status.DRAFT],
    Status.RELEASE: [
        Status.HEAD_RELEASE,
        Status.SCHEDULED,
        Status.PUBLISHED,
        Status.MERGED,
        Status.DRAFT,
    ],
    Status.HEAD_RELEASE: [Status.SCHEDULED, Status.PUBLISHED, Status.MERGED, Status.DRAFT],
    Status.SCHEDULED: [Status.PUBLISHED, Status.MERGED, Status.DRAFT],
    Status.PUBLISHED: [Status.WITHDRAWN],
    Status.WITHDRAWN: [],
    Status.WITHHELD: [Status.DRAFT],
    Status.MERGED: [],
}


@dataclass(frozen=True)
class Step:
    """One signature of the chain."""

    status: Status
    label: str
    permission: str
    role: str  # of the person who signs, as printed in the record
    own_office_only: bool = False


STEPS = {
    step.status: step
    for step in (
        Step(
            Status.SECTION_REVIEW,
            "初审",
            "disclosure.section_review_item",
            "科室负责人",
            own_office_only=True,
        ),
        Step(Status.OFFICE_REVIEW, "复审", "disclosure.office_review_item", "办公室"),
        Step(Status.SECRECY_REVIEW, "保密审查", "disclosure.secrecy_review_item", "保密审查人员"),
        Step(Status.RELEASE, "签发", "disclosure.release_item", "局领导"),
        Step(Status.HEAD_RELEASE, "主要负责人签发", "disclosure.head_release_item", "主要负责人"),
    )
}
IN_REVIEW = list(STEPS)
UNDER_WAY = [Status.DRAFT, *IN_REVIEW, Status.SCHEDULED]
SKIPPED_IN_EMERGENCY = [Status.SECTION_REVIEW, Status.OFFICE_REVIEW]


class Decision(TextChoices):
    PASS = "pass", "通过"
    RETURN = "return", "退回"


class Conclusion(TextChoices):
    """What 保密审查 may conclude (条例 arts 13–17)."""

    PUBLIC = "public", "公开"
    REDACT = "redact", "删减后公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不公开"


class EventKind(TextChoices):
    """What a line of an item's history says; statuses reached are kinds too."""

    SECTION_REVIEW = Status.SECTION_REVIEW.value, "提交审核"
    OFFICE_REVIEW = Status.OFFICE_REVIEW.value, "初审通过"
    SECRECY_REVIEW = Status.SECRECY_REVIEW.value, "送保密审查"
    RELEASE = Status.RELEASE.value, "保密审查通过"
    HEAD_RELEASE = Status.HEAD_RELEASE.value, "送主要负责人签发"
    SCHEDULED = Status.SCHEDULED.value, "签发，待定时公开"
    PUBLISHED = Status.PUBLISHED.value, "公开"
    WITHDRAWN = Status.WITHDRAWN.value, "撤回"
    WITHHELD = Status.WITHHELD.value, "不予公开"
    MERGED = Status.MERGED.value, "修订生效，并入原件"
    DRAFT = Status.DRAFT.value, "退回或转为草稿"
    CREATED = "created", "新建"
    CHANGED = "changed", "修改"
    REVISED = "revised", "公开内容已更新"
    OWED_REVIEW = "owed_review", "补审"
    WAIVED = "waived", "个人信息保留说明"
    MASKED = "masked", "遮盖个人信息"
    IMPORTED = "imported", "历史导入"
    DEMO = "demo", "演示数据"

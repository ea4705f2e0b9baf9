"""DATA: what somebody does first in each role; shown on the page “上手指南”.

A step is a sentence and the page where it is done, by the name of its address; a page whose
right the reader does not hold is not linked.
"""

from dataclasses import dataclass

from portal.roles import (
    AUDITOR,
    AUTHOR,
    BUREAU_HEAD,
    CASE_HANDLER,
    DISCLOSURE_HEAD,
    DISCLOSURE_OFFICER,
    GENERAL_OFFICE,
    LEADER,
    SECRECY_REVIEWER,
    SECTION_HEAD,
    SECURITY_ADMIN,
    SUPERVISOR,
    SYSTEM_ADMIN,
)


@dataclass(frozen=True)
class Step:
    sentence: str
    link: str = ""  # the words of the link
    page: str = ""  # the name of its address
    permission: str = ""  # who has it gets the link


ACCOUNT = Step(
    "改掉初始密码，绑定双因素验证，存好恢复码。账号只供本人使用，离开座位时退出。",
    "账号安全",
    "admin:account",
)
BOARD = Step(
    "每天先看工作台：等您办理的排在最前面，红字是已经过期或出错的。", "工作台", "admin:index"
)
BELL = Step("右上角的“通知”是系统的提醒；有新的待办也会发邮件。", "通知", "admin:inbox")
REVIEWING = (
    BOARD,
    Step(
        "从工作台打开一条待审的信息，读完送审版本和附件，再签意见；页面上标出了发现的个人信息，"
        "修订的会逐段标出改动。",
        "公开信息",
        "admin:disclosure_item_changelist",
        "disclosure.view_item",
    ),
    Step("要改的，点“退回”，写清哪里要改、怎么改；退回后从头审核。自己写过的文稿不能自己审。"),
)

FIRST_DAYS: dict[str, tuple[Step, ...]] = {
    AUTHOR: (
        ACCOUNT,
        Step(
            "点“新增公开信息”，选一个模板（通知、公示、规范性文件……），"
            "把“【请填写：…】”逐处改成实际内容。可以从 Word、微信直接粘贴。",
            "新增公开信息",
            "admin:disclosure_item_add",
            "disclosure.add_item",
        ),
        Step("写的过程中每隔几秒自动保存；意外关掉网页，再打开时点“恢复”。写完点“保存草稿”。"),
        Step("点“预览”，看看公众在手机和电脑上看到的样子。"),
        Step("看右侧“提交前检查”：须改正的改好，提醒的看过；再点“保存并提交审核”。"),
        Step("退回的文稿在工作台“待我办理”里，退回理由写在页面最上面，改好再提交。"),
        Step(
            "不知道本科室该公开什么，看公开目录和值守看板。",
            "公开目录",
            "admin:disclosure_category_changelist",
            "disclosure.view_category",
        ),
    ),
    SECTION_HEAD: (
        ACCOUNT,
        *REVIEWING,
        Step(
            "确属依法必须公开的个人信息，由您登记法律依据；其余一律退回遮盖。",
            "值守看板",
            "admin:duty_board",
            "disclosure.view_category",
        ),
    ),
    GENERAL_OFFICE: (
        ACCOUNT,
        *REVIEWING,
        Step("复审看格式、文号、错别字和领导职务；提交前检查里拟稿人的说明在办理记录里。"),
    ),
    SECRECY_REVIEWER: (
        ACCOUNT,
        *REVIEWING,
        Step("先审查后公开。结论和依据必填；“依申请公开”“不公开”的每年再评估一次。"),
    ),
    LEADER: (
        ACCOUNT,
        *REVIEWING,
        Step("签发时可以定时公开。发现公开错了，打开那条信息点“撤回”，写明给公众看的理由。"),
        Step(
            "年度报告由您批准。",
            "年度报告",
            "admin:reports_annualreport_changelist",
            "reports.view_annualreport",
        ),
    ),
    BUREAU_HEAD: (ACCOUNT, *REVIEWING),
    DISCLOSURE_OFFICER: (
        ACCOUNT,
        BOARD,
        Step(
            "新收到的申请先登记、与申请人确认收到日期，期限从那天起算；再分给承办人。",
            "公开申请",
            "admin:requests_app_informationrequest_changelist",
            "requests_app.view_informationrequest",
        ),
        Step(
            "把各科室常用的格式改成本单位的模板；领导有变动，当天改领导名单。",
            "信息模板",
            "admin:disclosure_itemtemplate_changelist",
            "disclosure.view_itemtemplate",
        ),
        Step(
            "原网站的信息用台账导入：附件放进一个 ZIP 一起上传，旧网址会自动转到新页面。",
            "导入台账",
            "admin:disclosure_item_import",
            "disclosure.import_published_items",
        ),
        Step(
            "每周看一次网站自查，把问题分给科室。",
            "网站自查",
            "admin:inspection",
            "reports.view_inspectionfinding",
        ),
        Step(
            "一月份开始编年度报告，1月31日前公布。",
            "年度报告",
            "admin:reports_annualreport_changelist",
            "reports.view_annualreport",
        ),
    ),
    DISCLOSURE_HEAD: (
        ACCOUNT,
        BOARD,
        Step(
            "答复由您批准：看拟定的结论、依据和期限，再批准或退回。",
            "公开申请",
            "admin:requests_app_informationrequest_changelist",
            "requests_app.view_informationrequest",
        ),
        Step(
            "把目录分到科室、年度任务分到人，按月看完成情况。",
            "值守看板",
            "admin:duty_board",
            "disclosure.view_category",
        ),
        Step(
            "定下本单位的模板、常见错别字和领导名单。",
            "领导名单",
            "admin:disclosure_leader_changelist",
            "disclosure.view_leader",
        ),
    ),
    CASE_HANDLER: (
        ACCOUNT,
        BOARD,
        Step(
            "打开分给您的申请：页面写着轮到谁、最后一天是哪天、为什么是这一天。",
            "公开申请",
            "admin:requests_app_informationrequest_changelist",
            "requests_app.view_informationrequest",
        ),
        Step("内容不清楚的7个工作日内一次性要求补正；涉及第三方的先征求意见；来不及的先办延期。"),
        Step(
            "拟定答复，选结论和依据，文书按结论自动生成；批准后送达。申请人的联系方式按需查看，会留痕。"
        ),
    ),
    SUPERVISOR: (
        ACCOUNT,
        Step(
            "您看得到各科室的信息、申请和年报，不能改动。",
            "值守看板",
            "admin:duty_board",
            "disclosure.view_category",
        ),
        Step(
            "逾期和自查发现的问题在这里。",
            "网站自查",
            "admin:inspection",
            "reports.view_inspectionfinding",
        ),
    ),
    SYSTEM_ADMIN: (
        ACCOUNT,
        Step(
            "填好单位名称、地址、电话、网站标识码和备案号：页脚和文书都用它。",
            "单位设置",
            "admin:portal_officesettings_changelist",
            "portal.view_officesettings",
        ),
        Step(
            "核对科室名单和公开目录里每个栏目的责任科室。",
            "机构",
            "admin:portal_office_changelist",
            "portal.view_office",
        ),
        Step(
            "每年国务院办公厅公布节假日安排后，当天录入：所有期限按它计算。",
            "节假日安排",
            "admin:portal_holidaynotice_changelist",
            "portal.view_holidaynotice",
        ),
        Step("工作台上“运行情况”说明定时任务、邮件、索引和备份是否正常。", "工作台", "admin:index"),
    ),
    SECURITY_ADMIN: (
        ACCOUNT,
        Step(
            "给每个人开账号、分角色；一人一号，调离当天停用。",
            "工作人员",
            "admin:portal_user_changelist",
            "portal.view_user",
        ),
        Step(
            "定下密码、锁定和自动退出的规则。",
            "登录与密码规则",
            "admin:portal_accessrules_changelist",
            "portal.view_accessrules",
        ),
    ),
    AUDITOR: (
        ACCOUNT,
        Step(
            "审计记录只能看、不能改；每月抽查登录、撤回、查看个人信息和权限变更。",
            "审计记录",
            "admin:portal_auditentry_changelist",
            "portal.view_auditentry",
        ),
    ),
}
COMMON = (ACCOUNT, BOARD, BELL)

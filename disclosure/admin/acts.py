"""DATA: the acts of the chain as the admin offers them; each is one verb of Item.

Whether an act is allowed the verb decides, under lock. Here stands when it is worth a button.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.forms import Form

from disclosure.admin.act_forms import (
    EmergencyForm,
    OpinionForm,
    OwedForm,
    ReleaseForm,
    ReturnForm,
    SecrecyForm,
    SubmitForm,
)
from disclosure.models import Item
from disclosure.workflow import STEPS, Status, Step
from portal.models import User


@dataclass(frozen=True)
class Act:
    """`name` is its address; `verb` takes by, at, what the form asks and, if it signs, version."""

    name: str
    label: str
    verb: str
    form: type[Form]
    is_offered: Callable[[Item, User], bool]
    permissions: list[str]  # one of them opens the page
    signs: bool = False
    is_dangerous: bool = False
    consequences: list[str] = field(default_factory=list)


def may_submit(item: Item, user: User) -> bool:
    is_own = item.status == Status.DRAFT and item.author_id == user.pk
    return is_own and user.has_perm("disclosure.submit_item")


def may_sign(status: Status) -> Callable[[Item, User], bool]:
    def is_offered(item: Item, user: User) -> bool:
        return item.status == status and objection(item, user) == ""

    return is_offered


def may_return(item: Item, user: User) -> bool:
    if item.status == Status.SCHEDULED:
        return user.has_perm("disclosure.release_item")
    return item.status in STEPS and objection(item, user) == ""


def may_give_owed(item: Item, user: User) -> bool:
    return owed_step(item, user) is not None


def owed_step(item: Item, user: User) -> Step | None:
    """Return the review the item owes that this person may give, or None."""
    for step in item.owed_steps():
        if user.has_perm(step.permission) and not item.refusal(user, step):
            signed = item.public_version.reviews.filter(by=user).exists()
            return None if signed else step
    return None


def objection(item: Item, user: User) -> str:
    """Return why the person may not sign the item now, in a sentence; "" when they may."""
    step = item.step
    if step is None:
        return "这条信息现在不在审核环节"
    if not user.has_perm(step.permission):
        return f"现在等{step.role}{step.label}"
    if item.version.reviews.filter(by=user).exists():
        return "您已对这个版本签过意见，同一版本须由不同的人逐级审核"
    return item.refusal(user, step)


SIGNS = {"signs": True}
ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            "提交审核",
            "submit",
            SubmitForm,
            may_submit,
            ["disclosure.submit_item"],
            consequences=[
                "提交后成为一个不可更改的版本，由审核人逐级审核；退回后可以再改。",
                "系统会先检查正文和附件里的个人信息。",
            ],
        ),
        Act(
            "emergency",
            "应急公开",
            "submit_in_emergency",
            EmergencyForm,
            may_submit,
            ["disclosure.submit_item"],
            is_dangerous=True,
            consequences=[
                "跳过初审、复审，直接送保密审查；保密审查和签发不能省。",
                "公开后1个工作日内须补初审、复审，未补的在工作台上以红色列出。",
            ],
        ),
        Act(
            "section-review",
            "初审通过",
            "pass_section",
            OpinionForm,
            may_sign(Status.SECTION_REVIEW),
            [STEPS[Status.SECTION_REVIEW].permission],
            **SIGNS,
        ),
        Act(
            "office-review",
            "复审通过",
            "pass_office",
            OpinionForm,
            may_sign(Status.OFFICE_REVIEW),
            [STEPS[Status.OFFICE_REVIEW].permission],
            **SIGNS,
        ),
        Act(
            "secrecy-review",
            "保密审查",
            "pass_secrecy",
            SecrecyForm,
            may_sign(Status.SECRECY_REVIEW),
            [STEPS[Status.SECRECY_REVIEW].permission],
            consequences=[
                "“公开”送签发；“删减后公开”退回拟稿人，请在意见里写明删减什么。",
                "“依申请公开”“不公开”不再往下办理，每年再评估一次。",
            ],
            **SIGNS,
        ),
        Act(
            "release",
            "签发",
            "release",
            ReleaseForm,
            may_sign(Status.RELEASE),
            [STEPS[Status.RELEASE].permission],
            **SIGNS,
        ),
        Act(
            "head-release",
            "主要负责人签发",
            "release_by_head",
            ReleaseForm,
            may_sign(Status.HEAD_RELEASE),
            [STEPS[Status.HEAD_RELEASE].permission],
            **SIGNS,
        ),
        Act(
            "return",
            "退回",
            "send_back",
            ReturnForm,
            may_return,
            [step.permission for step in STEPS.values()],
            is_dangerous=True,
            consequences=["退回拟稿人修改；改好后重新提交，从头审核。"],
            **SIGNS,
        ),
        Act(
            "owed-review",
            "补审",
            "pass_owed",
            OwedForm,
            may_give_owed,
            [STEPS[status].permission for status in (Status.SECTION_REVIEW, Status.OFFICE_REVIEW)],
            consequences=["这条信息已应急公开，现在补办当时跳过的审核。"],
            **SIGNS,
        ),
    )
}


def offered(item: Item, user: User) -> list[Act]:
    """Return the acts this person may do to the item as it stands."""
    return [act for act in ACTS.values() if act.is_offered(item, user)]

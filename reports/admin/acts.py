"""DATA: the acts on a report as the admin offers them; each is one verb of the model."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form

from reports.forms import ReasonForm
from reports.models import AnnualReport
from reports.workflow import APPROVE, FROZEN, PREPARE, PUBLISH, Status


@dataclass(frozen=True)
class Act:
    """`name` is its address, `verb` what it does; with a form the verb takes its reason first."""

    name: str
    label: str
    permissions: tuple[str, ...]  # any of them
    statuses: tuple[Status, ...]
    verb: Callable
    said: str
    form: type[Form] | None = None
    consequences: tuple[str, ...] = ()
    is_main: bool = True

    def may(self, person, report: AnnualReport) -> bool:
        has_right = any(person.has_perm(each) for each in self.permissions)
        return has_right and report.status in self.statuses


DRAFT, CHECK = (Status.DRAFT,), (Status.OFFICE_CHECK,)
ACTS = {
    act.name: act
    for act in (
        Act(
            "submit",
            "送核对",
            (PREPARE,),
            DRAFT,
            AnnualReport.submit_check,
            "已送核对，请另一位负责人批准。",
            consequences=(
                "送出前按登记台账重新统计一次；填报和更正的数据保留。",
                "送核对之后由另一位负责人批准；填过数据、改过正文、送核对的人不能批准。",
            ),
        ),
        Act(
            "recompute",
            "重新统计",
            (PREPARE,),
            DRAFT,
            AnnualReport.recompute,
            "已按登记台账重新统计。",
            consequences=("按现在的登记台账和公开信息重新统计；填报和更正的数据保留。",),
            is_main=False,
        ),
        Act(
            "fill-blanks",
            "空格填0",
            (PREPARE,),
            DRAFT,
            AnnualReport.fill_blanks,
            "空着的单元格已填0。",
            form=ReasonForm,
            consequences=(
                "没有数据的格都填0，例如没有收到申请、没有行政处罚。零报告也要逐格填0。",
                "先向有关科室核实，把核实的情况写在理由里。",
            ),
            is_main=False,
        ),
        Act(
            "approve",
            "批准并冻结",
            (APPROVE,),
            CHECK,
            AnnualReport.approve,
            "已批准，数据和正文已经冻结。",
            consequences=(
                "批准后单元格、正文和校验码冻结，此后登记台账的变动只作为差异列出，不改动报告。",
                "批准后只能以新版本更正，并公布更正理由。",
            ),
        ),
        Act(
            "send-back",
            "退回编制",
            (APPROVE, PREPARE),
            CHECK,
            AnnualReport.send_back,
            "已退回编制。",
            form=ReasonForm,
            is_main=False,
        ),
        Act(
            "publish",
            "公开",
            (PUBLISH,),
            (Status.APPROVED,),
            AnnualReport.publish,
            "已公开。",
            consequences=(
                "在“政府信息公开年报”栏目公布，任何人可以阅读和下载 Word、Excel、PDF、JSON。",
            ),
        ),
        Act(
            "correct",
            "更正（编制新版本）",
            (PREPARE,),
            tuple(FROZEN),
            AnnualReport.correct,
            "已建立新版本，请在新版本上更正。",
            form=ReasonForm,
            consequences=("原版本保持不变；新版本公开后，更正理由和版本号一并公布。",),
            is_main=False,
        ),
    )
}


def offered(person, report: AnnualReport) -> list[Act]:
    return [act for act in ACTS.values() if act.may(person, report)]

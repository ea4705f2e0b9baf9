"""The form in force since the reports of 2021: 200 cells (国办公开办函〔2021〕30号)."""

from datetime import date

from django.db.models import Q

from reports.tables import AMOUNT, Form, Line, Table, heading
from requests_app.models import ApplicantKind, CaseKind
from requests_app.outcomes import Outcome
from requests_app.workflow import RemedyKind, RemedyResult

APPLICANTS = ("申请人情况",)
ORGANISATIONS = ("申请人情况", "法人或其他组织")
CORNER_NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
# To have a record about oneself corrected (art. 41) is no request for information.
A_REQUEST = Q(kind=CaseKind.INFORMATION)


def applicant(kind: ApplicantKind) -> Line:
    group = APPLICANTS if kind == ApplicantKind.NATURAL else ORGANISATIONS
    return Line(kind.value, kind.label, Q(applicant_kind=kind), group=group)


APPLICANT_COLUMNS = (
    *(applicant(kind) for kind in ApplicantKind),
    Line("TOTAL", "总计", Q(), group=APPLICANTS, is_sum=True),
)

# --- 二 -----------------------------------------------------------------------------------------

DECISIONS = (Line("DECISIONS", "本年处理决定数量"),)
DISCLOSURE_TABLES = (
    Table(
        "S2_20_1",
        "第二十条第（一）项",
        section=2,
        row_header="信息内容",
        rows=(Line("RULE", "规章"), Line("NORM", "行政规范性文件")),
        columns=(
            Line("ISSUED", "本年制发件数"),
            Line("ABOLISHED", "本年废止件数"),
            Line("EFFECTIVE", "现行有效件数"),
        ),
    ),
    Table(
        "S2_20_5",
        "第二十条第（五）项",
        section=2,
        row_header="信息内容",
        rows=(Line("LICENSE", "行政许可"),),
        columns=DECISIONS,
    ),
    Table(
        "S2_20_6",
        "第二十条第（六）项",
        section=2,
        row_header="信息内容",
        rows=(Line("PENALTY", "行政处罚"), Line("COERCION", "行政强制")),
        columns=DECISIONS,
    ),
    Table(
        "S2_20_8",
        "第二十条第（八）项",
        section=2,
        row_header="信息内容",
        rows=(Line("FEE", "行政事业性收费"),),
        columns=(Line("AMOUNT", "本年收费金额（单位：万元）", kind=AMOUNT),),
    ),
)

# --- 三 -----------------------------------------------------------------------------------------

OTHER_ROWS = (
    (
        "R6_1",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
        Outcome.OTHER_NO_CORRECTION,
    ),
    (
        "R6_2",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        Outcome.OTHER_NO_PAYMENT,
    ),
    ("R6_3", "3.其他", Outcome.OTHER_MISC),
)


def requests_table(year: int) -> Table:
    """三、收到和处理政府信息公开申请情况, for one calendar year."""
    closed = closed_in(year)
    others = (Line(code, label, closed & Q(outcome=outcome)) for code, label, outcome in OTHER_ROWS)
    return requests_table_with(heading("R6", "（六）其他处理", *others, under="RES"), year)


def closed_in(year: int) -> Q:
    """Cases that ended in the year; one never received is no case of any year."""
    return Q(closed_on__range=(date(year, 1, 1), date(year, 12, 31)), received_on__isnull=False)


def requests_table_with(other_rows: tuple[Line, ...], year: int) -> Table:
    """The table with its rows of （六）其他处理, in which alone the two forms differ."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    closed = closed_in(year)
    open_when_it_ended = Q(closed_on__isnull=True) | Q(closed_on__gt=ends)
    not_closed_before = Q(closed_on__isnull=True) | Q(closed_on__gte=begins)
    rows = (
        Line("NEW", "一、本年新收政府信息公开申请数量", Q(received_on__range=(begins, ends))),
        Line(
            "CARRY_IN",
            "二、上年结转政府信息公开申请数量",
            Q(received_on__lt=begins) & not_closed_before,
        ),
        *heading(
            "RES",
            "三、本年度办理结果",
            *result_rows(closed),
            *other_rows,
            Line("R7", "（七）总计", closed, is_sum=True),
        ),
        Line(
            "CARRY_OUT",
            "四、结转下年度继续办理",
            Q(received_on__lte=ends) & open_when_it_ended,
        ),
    )
    return Table(
        "S3",
        "收到和处理政府信息公开申请情况",
        section=3,
        rows=rows,
        columns=APPLICANT_COLUMNS,
        corner_note=CORNER_NOTE,
        # To correct a record about oneself (art. 41) is no request for information.
        scope=Q(kind=CaseKind.INFORMATION)
        & ((Q(received_on__lte=ends) & not_closed_before) | closed),
    )


def result_rows(closed: Q) -> tuple[Line, ...]:
    """（一）–（五）: how the cases ended that ended in the year."""

    def ended(code: str, label: str, outcome: Outcome) -> Line:
        return Line(code, label, closed & Q(outcome=outcome))

    return (
        ended("R1", "（一）予以公开", Outcome.GRANT),
        ended("R2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", Outcome.PARTIAL),
        *heading(
            "R3",
            "（三）不予公开",
            ended("R3_1", "1.属于国家秘密", Outcome.DENY_STATE_SECRET),
            ended("R3_2", "2.其他法律行政法规禁止公开", Outcome.DENY_LAW_FORBIDS),
            ended("R3_3", "3.危及“三安全一稳定”", Outcome.DENY_SECURITY),
            ended("R3_4", "4.保护第三方合法权益", Outcome.DENY_THIRD_PARTY),
            ended("R3_5", "5.属于三类内部事务信息", Outcome.DENY_INTERNAL),
            ended("R3_6", "6.属于四类过程性信息", Outcome.DENY_PROCESS),
            ended("R3_7", "7.属于行政执法案卷", Outcome.DENY_CASE_FILE),
            ended("R3_8", "8.属于行政查询事项", Outcome.DENY_ADMIN_QUERY),
            under="RES",
        ),
        *heading(
            "R4",
            "（四）无法提供",
            ended("R4_1", "1.本机关不掌握相关政府信息", Outcome.UNABLE_NOT_HELD),
            ended("R4_2", "2.没有现成信息需要另行制作", Outcome.UNABLE_NEEDS_CREATION),
            ended("R4_3", "3.补正后申请内容仍不明确", Outcome.UNABLE_UNCLEAR),
            under="RES",
        ),
        *heading(
            "R5",
            "（五）不予处理",
            ended("R5_1", "1.信访举报投诉类申请", Outcome.REFUSE_PETITION),
            ended("R5_2", "2.重复申请", Outcome.REFUSE_DUPLICATE),
            ended("R5_3", "3.要求提供公开出版物", Outcome.REFUSE_PUBLICATION),
            ended("R5_4", "4.无正当理由大量反复申请", Outcome.REFUSE_ABUSIVE),
            ended("R5_5", "5.要求行政机关确认或重新出具已获取信息", Outcome.REFUSE_RECONFIRM),
            under="RES",
        ),
    )


def uncounted(year: int) -> Q:
    """Requests that ended in the year but stand in no row, for no receipt is noted."""
    ended = Q(closed_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return A_REQUEST & ended & Q(received_on__isnull=True)


# --- 四 -----------------------------------------------------------------------------------------

REMEDY_GROUPS = (
    ("REV", ("行政复议",), RemedyKind.REVIEW),
    ("LITD", ("行政诉讼", "未经复议直接起诉"), RemedyKind.SUIT_DIRECT),
    ("LITA", ("行政诉讼", "复议后起诉"), RemedyKind.SUIT_AFTER_REVIEW),
)
REMEDY_RESULTS = (
    ("UPHELD", "结果维持", RemedyResult.UPHELD),
    ("CORRECTED", "结果纠正", RemedyResult.CORRECTED),
    ("OTHER", "其他结果", RemedyResult.OTHER),
)


def remedies_table(year: int) -> Table:
    """四: every case that was open at some time of the year, once, by its state at 31 December."""
    begins, ends = date(year, 1, 1), date(year, 12, 31)
    decided = Q(decided_on__lte=ends)
    pending = Q(decided_on__isnull=True) | Q(decided_on__gt=ends)
    columns = []
    for group, words, kind in REMEDY_GROUPS:
        of_kind = Q(kind=kind)
        for code, label, result in REMEDY_RESULTS:
            rule = of_kind & decided & Q(result=result)
            columns.append(Line(f"{group}_{code}", label, rule, group=words))
        columns.append(Line(f"{group}_PENDING", "尚未审结", of_kind & pending, group=words))
        columns.append(Line(f"{group}_TOTAL", "总计", of_kind, group=words, is_sum=True))
    alive = Q(filed_on__lte=ends) & (Q(decided_on__isnull=True) | Q(decided_on__gte=begins))
    return Table(
        "S4",
        "政府信息公开行政复议、行政诉讼情况",
        section=4,
        rows=(Line("CASES", "(数量)", alive),),
        columns=tuple(columns),
        scope=alive,
    )


def tables(year: int) -> tuple[Table, ...]:
    return (*DISCLOSURE_TABLES, requests_table(year), remedies_table(year))


FORMAT_2021 = Form("2021", "国办公开办函〔2021〕30号", 2021, tables)

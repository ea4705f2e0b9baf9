"""What the demo bureau reported in the years before it had the portal. Invented, and PURE.

Figures are functions of the year. What went on into the next year is what that year took over,
and each table adds up, so that the series stands every check.
"""

from collections.abc import Mapping

from disclosure.demo.world import BUREAU, amount, count, wobble
from reports import drafts, placeholders, sheet
from reports.content import ReportContent
from reports.facts import APPLICANT_PARTS
from reports.formats import form_for
from reports.tables import Cells, Form

ORGANISATIONS = {"ORG_BUS": 2, "ORG_SOC": 1, "ORG_LAW": 1}  # the most requests of a year
TRAINING = "一是政策解读以文字为主，图表和问答不多；二是个别学校信息更新不够及时。"
PROBLEMS = (
    TRAINING + "针对存在问题，一是招生、资助等政策发布时配图解和常见问答；"
    "二是由责任股室按栏目更新周期提醒，每季度通报一次。",
    "一是基层学校公开工作力量薄弱；二是依申请公开答复说理不够充分。针对存在问题，"
    "一是分片区培训学校信息员；二是统一答复文书样式，疑难申请由法律顾问审核。",
)
FIRST_PART = """{YEAR}年，{BODY}由一名副局长分管政府信息公开工作，局办公室具体承办。
（一）主动公开。围绕招生入学、教师招聘、财务信息、校园安全等重点领域及时公开；微信公众号推送{WECHAT}篇。
（二）依申请公开。全年新收政府信息公开申请{S3.NEW.TOTAL}件，上年结转{S3.CARRY_IN.TOTAL}件；办结{S3.R7.TOTAL}件，结转下年度继续办理{S3.CARRY_OUT.TOTAL}件。因政府信息公开发生行政复议{S4.CASES.REV_TOTAL}件、行政诉讼0件。
（三）政府信息管理。落实先审查、后公开，逐件进行保密审查；清理失效、废止的文件并在页面标注。
（四）平台建设。对照义务教育领域基层政务公开标准目录调整栏目，清理长期没有内容的栏目。
（五）监督保障。公布年度报告和监督电话，开展业务培训{TRAININGS}次。"""

# The same report once the portal counts: every figure stays bound to its cell.
WITH_THE_PORTAL = """{YEAR}年，{BODY}由一名副局长分管政府信息公开工作，局办公室具体承办。
（一）主动公开。全年在本网站主动公开政府信息{ITEMS.PUBLISHED}条，微信公众号推送{CHANNEL.WECHAT}条，发布政策解读{CHANNEL.EXPLANATION}篇；制发行政规范性文件{S2_20_1.NORM.ISSUED}件，废止{S2_20_1.NORM.ABOLISHED}件，现行有效{S2_20_1.NORM.EFFECTIVE}件。
（二）依申请公开。全年新收政府信息公开申请{S3.NEW.TOTAL}件，上年结转{S3.CARRY_IN.TOTAL}件；办结{S3.R7.TOTAL}件，结转下年度继续办理{S3.CARRY_OUT.TOTAL}件。因政府信息公开发生行政复议{S4.CASES.REV_TOTAL}件、行政诉讼{SUITS}件。
（三）政府信息管理。公开前逐件履行初审、复审、保密审查和签发程序；清理失效、废止的文件并在页面标注。
（四）平台建设。建成政府信息公开平台，提供检索、下载和无障碍浏览，栏目更新情况每季度通报。
（五）监督保障。公布年度报告和监督电话，开展业务培训2次，答复信箱留言{CHANNEL.MAILBOX}件、热线{CHANNEL.HOTLINE}件。"""


def report_of(year: int, documents: Cells, carry_out: Mapping[str, int]) -> ReportContent:
    """Return the report of a year: `documents` counted from the items, `carry_out` by column."""
    form = form_for(year)
    single = documents | disclosure_cells(form, year) | request_cells(form, year, carry_out)
    single |= {"S4.CASES.REV_UPHELD": wobble(year, "review", 1)}
    nil = dict.fromkeys(sheet.kinds(form), 0)
    entered = {code: value for code, value in single.items() if value is not None}
    cells = {code: cell.value for code, cell in sheet.fill(form, nil, entered).items()}
    values = cells | {
        "YEAR": year,
        "BODY": BUREAU,
        "NOTICE": form.notice,
        "CONTACT": "",
        "WECHAT": count(year, 260, 15, "wechat", 20),
        "TRAININGS": 1 + year % 2,
    }
    texts = {1: FIRST_PART, 5: PROBLEMS[year % 2], 6: drafts.NO_FEE}
    shown = {section: placeholders.filled_in(text, values) for section, text in texts.items()}
    opening = placeholders.filled_in(drafts.OPENING, values)
    return ReportContent(year, form, BUREAU, cells, shown, opening)


def disclosure_cells(form: Form, year: int) -> Cells:
    """Return the figures of 表二 the offices hand in: licences, penalties, fees."""
    decided = count(year, 240, 6, "permits", 20)
    penalties = 1 + year % 2
    if form.name == "2021":
        return {
            "S2_20_5.LICENSE.DECISIONS": decided,
            "S2_20_6.PENALTY.DECISIONS": penalties,
            "S2_20_8.FEE.AMOUNT": amount(year, 260, 3, "fees"),
        }
    return {
        "S2_20_5.LICENSE.PREV": 3,
        "S2_20_5.LICENSE.DECISIONS": decided,
        "S2_20_6.PENALTY.PREV": 6,
        "S2_20_6.PENALTY.DECISIONS": penalties,
        "S2_20_8.FEE.PREV": 4,
        "S2_20_9.PROCUREMENT.PROJECTS": 5 + wobble(year, "procured", 6),
        "S2_20_9.PROCUREMENT.AMOUNT": f"{amount(year, 1200, 4, 'procurement')}万元",
    }


def request_cells(form: Form, year: int, carry_out: Mapping[str, int]) -> Cells:
    """Return the single cells of 表三: what came in went out, or goes on into the next year."""
    cells: Cells = {}
    for column in APPLICANT_PARTS:
        most = ORGANISATIONS.get(column, 0)
        new = 3 + wobble(year, "requests", 9) if column == "NAT" else wobble(year, column, most)
        carried = wobble(year, "carried", 2) if column == "NAT" else 0
        going_on = carry_out.get(column, 0)
        new = max(new, going_on - carried)
        ended = new + carried - going_on
        partial = ended // 5 if column == "NAT" else 0
        absent = ended // 4 if column == "NAT" else 0
        rows = {"NEW": new, "CARRY_IN": carried, "CARRY_OUT": going_on, "R2": partial}
        rows |= {"R4_1": absent, "R1": ended - partial - absent}
        cells |= {f"S3.{row}.{column}": number for row, number in rows.items()}
    return cells

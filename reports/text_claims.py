"""DATA: what sentences of a report say about cells of its tables, and how they say it.

A claim is a way of writing a number (or that there was nothing) and the cells whose sum it is.
They are narrow on purpose: a sentence that is not understood is passed over, for a false alarm
costs an assessor's trust. {before} and {after} are the years around the report year.
"""

from dataclasses import dataclass

UNIT = r"(?:件次|件|条|项|宗|份|起|例|个(?!工作日|月))"
NUMBER = rf"(?<![\d.])(?P<n>\d+){UNIT}"
ASK = r"(?:依申请公开|信息公开(?:的)?申请|公开申请|申请公开|申请)"
NO_STOP = r"[^，,。；;、：:\d（(）)]"


@dataclass(frozen=True)
class Claim:
    """One way to say a number; the sums of cells it may mean (any of them will do)."""

    words: str
    pattern: str
    rows: tuple[tuple[str, ...], ...]


NEW, CARRY_IN, CARRY_OUT, R7 = "NEW", "CARRY_IN", "CARRY_OUT", "R7"
GAP = NO_STOP + "{0,10}?"
IN_TIME = r"(?<!延期|逾期|超期|延长|当面|电话|口头)"  # those are some of all answers

REQUEST_CLAIMS = (
    Claim(
        "收到和上年结转的申请",
        rf"(?:收到|受理|办理|接收|处理){NO_STOP}{{0,30}}?{ASK}{GAP}{NUMBER}"
        r"[，,（(]\s*(?:其中|包?含|包括)(?:上年度?|上一年度?|{before}年度?)结转",
        ((NEW, CARRY_IN),),
    ),
    Claim(
        "新收到的申请",
        rf"(?:新收|新增|收到|接到|接收)(?:的)?{NO_STOP}{{0,30}}?{ASK}{GAP}{NUMBER}",
        ((NEW,),),
    ),
    Claim(
        "新收到的申请",
        rf"(?:新收|收到|接到|接收)(?:了)?{NUMBER}{NO_STOP}{{0,12}}{ASK}",
        ((NEW,),),
    ),
    Claim(
        "受理的申请",
        rf"(?:受理|办理){NO_STOP}{{0,30}}?{ASK}{GAP}{NUMBER}",
        ((NEW,), (NEW, CARRY_IN), (R7,)),
    ),
    Claim(
        "上年结转的申请", rf"(?:上年度?|上一年度?|{{before}}年度?)结转{GAP}{NUMBER}", ((CARRY_IN,),)
    ),
    Claim(
        "结转下年度的申请",
        rf"结转(?:至|到|入)?(?:下一?|次|明|{{after}})年度?{GAP}{NUMBER}",
        ((CARRY_OUT,),),
    ),
    Claim(
        "结转下年度的申请",
        rf"{NUMBER}{NO_STOP}{{0,6}}结转(?:至|到|入)?(?:下一?|次|明|{{after}})年",
        ((CARRY_OUT,),),
    ),
    Claim("办结的申请", rf"{IN_TIME}(?:办结|办理完毕)(?!率){GAP}{NUMBER}", ((R7,),)),
    Claim("答复的申请", rf"{IN_TIME}答复(?!率|书|期){GAP}{NUMBER}", ((R7,), ("R7", "-R6*"))),
)  # fmt: skip

# The labels of the form, used in the text with a number right behind them.
TIGHT = r"(?:的|了|类|信息|申请|答复|共|有|为|：|:){0,3}"
OUTCOME_CLAIMS = tuple(
    Claim(words, f"{pattern}{TIGHT}{NUMBER}", (rows,))
    for words, pattern, rows in (
        ("予以公开和部分公开", r"予以公开(?:和|及|与|、)部分公开", ("R1", "R2")),
        ("予以公开", r"(?<![不部分和及与、])予以公开", ("R1",)),
        ("部分公开", r"(?<!予以公开[和及与、])部分公开", ("R2",)),
        ("不予公开", r"(?<![和及与])不予公开", ("R3_*",)),
        ("无法提供", r"(?<![和及与])无法提供", ("R4_*",)),
        ("不予处理", r"(?<![和及与])不予处理", ("R5_*",)),
        ("其他处理", r"(?<![和及与])其他处理", ("R6*",)),
        ("本机关不掌握相关政府信息", r"本机关不掌握(?:相关)?(?:政府)?", ("R4_1",)),
        ("没有现成信息需要另行制作", r"没有现成信息(?:、?需要另行制作)?", ("R4_2",)),
        ("补正后申请内容仍不明确", r"补正后(?:申请)?内容?仍不明确", ("R4_3",)),
        ("信访举报投诉类申请", r"信访举报投诉", ("R5_1",)),
        ("重复申请", r"重复申请", ("R5_2",)),
    )
)

REMEDY_GAP = r"[^，,。；;、\d（(维纠撤驳审讼议]{0,8}"
REVIEW_CLAIMS = (
    Claim("行政复议", rf"行政复议{REMEDY_GAP}{NUMBER}", (("REV_TOTAL",),)),
    Claim(
        "行政诉讼",
        rf"(?<![、和及与或])行政诉讼{REMEDY_GAP}{NUMBER}",
        (("LITD_TOTAL", "LITA_TOTAL"),),
    ),
)

ISSUE = r"(?:制发|制定|制订|出台|印发|新制发|新制定|制定出台|制定印发)(?:了)?"
NORM = r"(?:行政)?规范性文件"
DISCLOSURE_CLAIMS = (
    Claim("制发的规范性文件", rf"{ISSUE}{NORM}(?:共)?{NUMBER}", ("ISSUED",)),
    Claim("废止的规范性文件", rf"废止(?:了)?{NORM}(?:共)?{NUMBER}", ("ABOLISHED",)),
    Claim("现行有效的规范性文件", rf"现行有效(?:的)?{NORM}(?:共)?{NUMBER}", ("EFFECTIVE",)),
)
DECISION_CLAIMS = (
    Claim("行政许可决定", rf"作出行政许可(?:处理)?决定(?:共)?{NUMBER}", ("S2_20_5.LICENSE",)),
    Claim("行政处罚决定", rf"作出行政处罚(?:处理)?决定(?:共)?{NUMBER}", ("S2_20_6.PENALTY",)),
    Claim("行政强制决定", rf"作出行政强制(?:处理)?决定(?:共)?{NUMBER}", ("S2_20_6.COERCION",)),
)

# Who asked: the column of 三 whose sum it is.
APPLICANT_CLAIMS = {
    column: rf"{words}(?:提出|申请|提交|的|共|有|为|[:：]){{0,3}}{NUMBER}"
    for column, words in {
        "NAT": "自然人",
        "ORG_BUS": "商业企业",
        "ORG_RES": "科研机构",
        "ORG_SOC": "社会公益组织",
        "ORG_LAW": "法律服务机构",
    }.items()
}
OF_ALL = ((NEW,), (NEW, CARRY_IN), (R7,))  # what a share of the requests may be a share of

# What a number is of all requests, or against the year before, right behind it.
SHARE = (
    r"[，,、（(]?(?P<about>约)?占(?:比|全部|总数|总量|申请|受理|收到|办结|办理|答复|件|数|量|总|的|为|[:：])*"
    r"(?P<about2>约)?(?P<share>\d+(?:\.\d+)?)%"
)
GROWTH = (
    r"[，,、（(](?:数量)?(?:同比|[比较](?:上年度?|上一年度?|去年|{before}年度?)(?:同期)?)(?:数量)?"
    r"(?P<more>增长|增加|上升|增多)?(?P<less>下降|减少|降低)?(?:了)?(?P<about>约)?"
    r"(?P<growth>\d+(?:\.\d+)?)(?P<unit>%|件)"
)

# There was nothing of the kind.
NO_REQUESTS = (
    r"(?:未收到|没有收到|未接到|没有接到|未受理|没有受理|未收到过|没有公民|无公民|无依申请|没有依申请)"
    rf"{NO_STOP}{{0,40}}?(?:申请|依申请公开)|"
    rf"(?:没有|无)公民、法人(?:或|和|及|以及)(?:者)?其他组织{NO_STOP}{{0,20}}申请"
)
NOT_ABOUT_REQUESTS = (
    r"复议|诉讼|投诉|举报|收费|费用|逾期|超期|信函|网络|当面|邮|学校|企事业|减免"
    r"|涉及|关于|补正|重复"
)
NOTHING = r"(?:未发生|未收到|未接到|未出现|未产生|未引发|没有发生|没有收到|没有出现|没有|均无|无)"
NO_REVIEW = rf"{NOTHING}[^，,。；;]{{0,40}}?复议"
NO_SUIT = rf"{NOTHING}[^，,。；;]{{0,40}}?诉讼"
NOT_ABOUT_ALL = r"纠正|败诉|撤销|纠错|维持|胜诉|驳回|尚未|未审结|超期|逾期"
NIL_RATE = r"(?:办结|答复|办理|按时|按期)[^，,。；;\d]{0,8}率[^，,。；;\d]{0,6}100%"

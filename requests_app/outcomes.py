"""DATA: the 21 ways a request ends, with article, remedy and what the answer must say.

Each is one row of table 三 of the annual report (国办公开办函〔2021〕30号); a case ends with
exactly one. Sources: 《政府信息公开条例》 arts 14–16, 30, 32, 35–39, 42; 行政复议法 (in force
2024-01-01) arts 20, 22–24; 法释〔2025〕8号. A case answered in several parts, some given and some
withheld, is PARTIAL; otherwise whoever decides picks the main one.
"""

from dataclasses import dataclass

from django.db.models import TextChoices


class Outcome(TextChoices):
    """The rows of the annual report, in the order of the form."""

    GRANT = "GRANT", "予以公开"
    PARTIAL = "PARTIAL", "部分公开"
    DENY_STATE_SECRET = "DENY_STATE_SECRET", "属于国家秘密"
    DENY_LAW_FORBIDS = "DENY_LAW_FORBIDS", "其他法律行政法规禁止公开"
    DENY_SECURITY = "DENY_SECURITY", "危及“三安全一稳定”"
    DENY_THIRD_PARTY = "DENY_THIRD_PARTY", "保护第三方合法权益"
    DENY_INTERNAL = "DENY_INTERNAL", "属于三类内部事务信息"
    DENY_PROCESS = "DENY_PROCESS", "属于四类过程性信息"
    DENY_CASE_FILE = "DENY_CASE_FILE", "属于行政执法案卷"
    DENY_ADMIN_QUERY = "DENY_ADMIN_QUERY", "属于行政查询事项"
    UNABLE_NOT_HELD = "UNABLE_NOT_HELD", "本机关不掌握相关政府信息"
    UNABLE_NEEDS_CREATION = "UNABLE_NEEDS_CREATION", "没有现成信息需要另行制作"
    UNABLE_UNCLEAR = "UNABLE_UNCLEAR", "补正后申请内容仍不明确"
    REFUSE_PETITION = "REFUSE_PETITION", "信访举报投诉类申请"
    REFUSE_DUPLICATE = "REFUSE_DUPLICATE", "重复申请"
    REFUSE_PUBLICATION = "REFUSE_PUBLICATION", "要求提供公开出版物"
    REFUSE_ABUSIVE = "REFUSE_ABUSIVE", "无正当理由大量反复申请"
    REFUSE_RECONFIRM = "REFUSE_RECONFIRM", "要求行政机关确认或重新出具已获取信息"
    OTHER_NO_CORRECTION = (
        "OTHER_NO_CORRECTION",
        "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    )
    OTHER_NO_PAYMENT = (
        "OTHER_NO_PAYMENT",
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    )
    OTHER_MISC = "OTHER_MISC", "其他"


class SubOutcome(TextChoices):
    """What a letter must tell apart although the annual report does not."""

    ALREADY_PUBLIC = "GRANT.ALREADY_PUBLIC", "已主动公开，告知获取方式"
    PROVIDED = "GRANT.PROVIDED", "提供信息"
    NONEXISTENT = "UNABLE_NOT_HELD.NONEXISTENT", "信息不存在"
    NOT_OURS = "UNABLE_NOT_HELD.NOT_OURS", "不属于本机关负责公开"
    WITHDRAWN = "OTHER_MISC.WITHDRAWN", "申请人撤回"
    NOT_GOV_INFO = "OTHER_MISC.NOT_GOV_INFO", "不属于政府信息"
    CONSULTATION = "OTHER_MISC.CONSULTATION", "咨询类事项"
    ARCHIVE = "OTHER_MISC.ARCHIVE", "已移交国家档案馆的档案"
    MERGED = "OTHER_MISC.MERGED", "与其他申请合并办理"

    @property
    def outcome(self) -> Outcome:
        return Outcome(self.value.split(".")[0])


class RemedyRoute(TextChoices):
    """Which way against an answer is open (行政复议法 art. 23)."""

    REVIEW_FIRST = "review_first", "先申请行政复议"
    OPTIONAL = "optional", "可以复议，也可以直接起诉"
    NONE = "none", "不涉及"


@dataclass(frozen=True)
class Ending:
    """What the law says of one outcome."""

    outcome: Outcome
    group: str  # the label row of the form it stands under
    article: str  # as quoted in the letter
    remedy: RemedyRoute
    must_say: tuple[str, ...] = ()  # keys of DETAILS the answer cannot do without
    needs_reasons: bool = True
    is_unconfirmed: bool = False  # the remedy follows RequestRules

    @property
    def is_refusal(self) -> bool:
        """Whether information is withheld, so that it is assessed again (art. 18)."""
        return self.outcome.startswith("DENY_") or self.outcome == Outcome.PARTIAL


# What an answer may have to say beyond its reasons, in the words of the staff form.
DETAILS = {
    "given": "提供的信息及方式",
    "address": "已公开信息的获取方式和途径",
    "withheld": "不予公开的部分",
    "law": "禁止公开的法律、行政法规及条款",
    "opinion": "征求第三方意见的结果",
    "which": "属于其中哪一类",
    "channel": "依据的法律法规和办理渠道",
    "search": "检索情况（范围、关键词、日期）",
    "agency": "负责公开的行政机关及联系方式",
    "unclear": "仍不明确之处",
    "earlier": "此前答复的文号和日期",
    "facts": "申请的数量、频次和说明理由的情况",
}

FIRST, OPTIONAL, NONE = RemedyRoute.REVIEW_FIRST, RemedyRoute.OPTIONAL, RemedyRoute.NONE
DENY, UNABLE, REFUSE, OTHER = "（三）不予公开", "（四）无法提供", "（五）不予处理", "（六）其他处理"
_ENDINGS = (
    Ending(Outcome.GRANT, "（一）", "第三十六条第（一）项、第（二）项", OPTIONAL, (), False),
    Ending(
        Outcome.PARTIAL, "（二）", "第三十七条", FIRST, ("given", "withheld"), is_unconfirmed=True
    ),
    Ending(Outcome.DENY_STATE_SECRET, DENY, "第十四条", FIRST),
    Ending(Outcome.DENY_LAW_FORBIDS, DENY, "第十四条", FIRST, ("law",)),
    Ending(Outcome.DENY_SECURITY, DENY, "第十四条", FIRST),
    Ending(Outcome.DENY_THIRD_PARTY, DENY, "第十五条、第三十二条", FIRST, ("opinion",)),
    Ending(Outcome.DENY_INTERNAL, DENY, "第十六条第一款", FIRST, ("which",)),
    Ending(Outcome.DENY_PROCESS, DENY, "第十六条第二款", FIRST, ("which",)),
    Ending(Outcome.DENY_CASE_FILE, DENY, "第十六条第二款", FIRST),
    Ending(
        Outcome.DENY_ADMIN_QUERY,
        DENY,
        "第三十六条第（七）项",
        OPTIONAL,
        ("channel",),
        is_unconfirmed=True,
    ),
    Ending(Outcome.UNABLE_NOT_HELD, UNABLE, "第三十六条第（四）项、第（五）项", OPTIONAL),
    Ending(Outcome.UNABLE_NEEDS_CREATION, UNABLE, "第三十八条", OPTIONAL),
    Ending(Outcome.UNABLE_UNCLEAR, UNABLE, "第三十条", OPTIONAL, ("unclear",)),
    Ending(Outcome.REFUSE_PETITION, REFUSE, "第三十九条第一款", OPTIONAL),
    Ending(Outcome.REFUSE_DUPLICATE, REFUSE, "第三十六条第（六）项", OPTIONAL, ("earlier",)),
    Ending(Outcome.REFUSE_PUBLICATION, REFUSE, "第三十九条第二款", OPTIONAL),
    Ending(Outcome.REFUSE_ABUSIVE, REFUSE, "第三十五条", OPTIONAL, ("facts",)),
    Ending(Outcome.REFUSE_RECONFIRM, REFUSE, "", OPTIONAL),  # no article names it
    Ending(Outcome.OTHER_NO_CORRECTION, OTHER, "第三十条", OPTIONAL, (), False),
    Ending(
        Outcome.OTHER_NO_PAYMENT,
        OTHER,
        "第四十二条和《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）第六条",
        OPTIONAL,
        (),
        False,
    ),
    Ending(Outcome.OTHER_MISC, OTHER, "", NONE),
)
ENDINGS = {ending.outcome: ending for ending in _ENDINGS}

# Outcomes whose letters differ: one of these must be named.
SUB_OUTCOMES = {
    outcome: [sub for sub in SubOutcome if sub.outcome == outcome]
    for outcome in (Outcome.GRANT, Outcome.UNABLE_NOT_HELD, Outcome.OTHER_MISC)
}
SUB_MUST_SAY = {
    SubOutcome.ALREADY_PUBLIC: ("address",),
    SubOutcome.PROVIDED: ("given",),
    SubOutcome.NONEXISTENT: ("search",),
    SubOutcome.NOT_OURS: (),  # the agency “if it can be determined”, art. 36(5)
}
SUB_ARTICLE = {
    SubOutcome.ALREADY_PUBLIC: "第三十六条第（一）项",
    SubOutcome.PROVIDED: "第三十六条第（二）项",
    SubOutcome.NONEXISTENT: "第三十六条第（四）项",
    SubOutcome.NOT_OURS: "第三十六条第（五）项",
}
# Reached by an act of their own, never by a proposed answer.
WITHOUT_DECISION = [Outcome.OTHER_NO_CORRECTION, Outcome.OTHER_NO_PAYMENT]


def article_of(outcome: Outcome, sub_outcome: str = "") -> str:
    """Return the article of the Regulation an answer rests on, as a letter quotes it."""
    return SUB_ARTICLE.get(sub_outcome) or ENDINGS[outcome].article


def must_say(outcome: Outcome, sub_outcome: str = "") -> tuple[str, ...]:
    """Return the keys of DETAILS an answer with this outcome cannot do without."""
    return SUB_MUST_SAY.get(sub_outcome, ENDINGS[outcome].must_say)

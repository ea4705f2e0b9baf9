"""DATA, PURE: the words of a ledger (台账) and what they mean: outcomes, applicants, channels.

Ledgers name an outcome by its row of the annual report, however they write it: with or without
its number, in full or half width, with the heading before it, in the words of 2021, of 2019 or of
the statistics before. A heading alone (“不予公开”) names no row, save 其他处理, a row of its own
in the form of 2019.
Errors  ValueError with a sentence: what is wrong, and what may stand there.
"""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from requests_app.models.choices import ApplicantKind
from requests_app.outcomes import ENDINGS, Outcome, SubOutcome


class Ended(NamedTuple):
    outcome: Outcome
    sub_outcome: str = ""


HEADINGS = ("不予公开", "无法提供", "不予处理", "其他处理")
NUMBER = re.compile(r"(?:三?\(?[一二三四五六七]\)|三?[一二三四五六七]、|\(?\d{1,2}[.、)]?)")
HEADING = re.compile("|".join(HEADINGS))
COUNTED_ONCE = "区分处理的只计这一情形不计其他情形"  # behind 部分公开 in the form
LEADING_VERB = re.compile(r"^(?:属于|涉及|危及|保护)")
SHOWN = 40

# What ledgers say beside the labels of the form; punctuation, number and heading left out.
OTHER_WORDS = {
    "全部公开": Ended(Outcome.GRANT),
    "公开": Ended(Outcome.GRANT),
    "同意公开": Ended(Outcome.GRANT),
    "已主动公开": Ended(Outcome.GRANT, SubOutcome.ALREADY_PUBLIC),
    "告知获取方式": Ended(Outcome.GRANT, SubOutcome.ALREADY_PUBLIC),
    "部分予以公开": Ended(Outcome.PARTIAL),
    "予以部分公开": Ended(Outcome.PARTIAL),
    "同意部分公开": Ended(Outcome.PARTIAL),
    "其他法律法规禁止公开": Ended(Outcome.DENY_LAW_FORBIDS),
    "法律行政法规禁止公开": Ended(Outcome.DENY_LAW_FORBIDS),
    "第三方合法权益": Ended(Outcome.DENY_THIRD_PARTY),
    "涉及第三方合法权益": Ended(Outcome.DENY_THIRD_PARTY),
    "商业秘密": Ended(Outcome.DENY_THIRD_PARTY),
    "个人隐私": Ended(Outcome.DENY_THIRD_PARTY),
    "内部事务信息": Ended(Outcome.DENY_INTERNAL),
    "过程性信息": Ended(Outcome.DENY_PROCESS),
    "执法案卷": Ended(Outcome.DENY_CASE_FILE),
    "行政执法案卷信息": Ended(Outcome.DENY_CASE_FILE),
    "行政查询": Ended(Outcome.DENY_ADMIN_QUERY),
    "本机关不掌握": Ended(Outcome.UNABLE_NOT_HELD),
    "政府信息不存在": Ended(Outcome.UNABLE_NOT_HELD, SubOutcome.NONEXISTENT),
    "申请信息不存在": Ended(Outcome.UNABLE_NOT_HELD, SubOutcome.NONEXISTENT),
    "不属于本机关公开": Ended(Outcome.UNABLE_NOT_HELD, SubOutcome.NOT_OURS),
    "不属于本行政机关公开": Ended(Outcome.UNABLE_NOT_HELD, SubOutcome.NOT_OURS),
    "没有现成信息": Ended(Outcome.UNABLE_NEEDS_CREATION),
    "需要另行制作": Ended(Outcome.UNABLE_NEEDS_CREATION),
    "需另行制作": Ended(Outcome.UNABLE_NEEDS_CREATION),
    "补正后仍不明确": Ended(Outcome.UNABLE_UNCLEAR),
    "信访举报投诉": Ended(Outcome.REFUSE_PETITION),
    "信访类申请": Ended(Outcome.REFUSE_PETITION),
    "公开出版物": Ended(Outcome.REFUSE_PUBLICATION),
    "大量反复申请": Ended(Outcome.REFUSE_ABUSIVE),
    "要求确认或重新出具已获取信息": Ended(Outcome.REFUSE_RECONFIRM),
    "逾期不补正": Ended(Outcome.OTHER_NO_CORRECTION),
    "申请人逾期不补正": Ended(Outcome.OTHER_NO_CORRECTION),
    "申请人无正当理由逾期不补正": Ended(Outcome.OTHER_NO_CORRECTION),
    "逾期不缴费": Ended(Outcome.OTHER_NO_PAYMENT),
    "逾期未缴费": Ended(Outcome.OTHER_NO_PAYMENT),
    "申请人逾期未缴纳费用": Ended(Outcome.OTHER_NO_PAYMENT),
    "申请人逾期未按收费通知要求缴纳费用": Ended(Outcome.OTHER_NO_PAYMENT),
    "其他情形": Ended(Outcome.OTHER_MISC),
    "主动撤回": Ended(Outcome.OTHER_MISC, SubOutcome.WITHDRAWN),
    "撤回申请": Ended(Outcome.OTHER_MISC, SubOutcome.WITHDRAWN),
    "申请人主动撤回": Ended(Outcome.OTHER_MISC, SubOutcome.WITHDRAWN),
    "申请人撤回申请": Ended(Outcome.OTHER_MISC, SubOutcome.WITHDRAWN),
    "申请人主动撤回申请": Ended(Outcome.OTHER_MISC, SubOutcome.WITHDRAWN),
    "政策咨询": Ended(Outcome.OTHER_MISC, SubOutcome.CONSULTATION),
    "咨询": Ended(Outcome.OTHER_MISC, SubOutcome.CONSULTATION),
    "非政府信息": Ended(Outcome.OTHER_MISC, SubOutcome.NOT_GOV_INFO),
}

APPLICANT_WORDS = {
    **{kind.label: kind for kind in ApplicantKind},
    "公民": ApplicantKind.NATURAL,
    "个人": ApplicantKind.NATURAL,
    "企业": ApplicantKind.BUSINESS,
    "公司": ApplicantKind.BUSINESS,
    "律师事务所": ApplicantKind.LEGAL,
    "其他组织": ApplicantKind.OTHER,
}
ORGANISATION = re.compile(r"^(?:法人或(?:者)?其他组织|法人)(?=.)")

# The words of the format, first of each channel; then what ledgers and our own list say.
CHANNELS = {
    "in_person": ("当面", "当面提交", "现场", "现场提交", "窗口", "来访"),
    "oral_assisted": ("口头", "口头申请", "口头申请代为填写"),
    "ems": ("邮寄", "邮寄签收", "邮政快递", "挂号信", "EMS", "特快专递", "信函"),
    "ordinary_mail": ("平常信函", "平信"),
    "internet": ("网络", "网站", "网上", "网站在线申请", "在线申请", "互联网", "网上申请"),
    "email": ("电子邮件", "电子邮箱", "邮件"),
    "fax": ("传真",),
    "other": ("其他", "其他公布的渠道"),
}
CHANNEL_WORDS = {word.casefold(): code for code, words in CHANNELS.items() for word in words}


def fold(text: str) -> str:
    """Return a text in half width, without blanks."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def bare(text: str) -> str:
    """Return a text without punctuation too: quotes and brackets are written in many ways."""
    return "".join(character for character in fold(text) if character.isalnum())


def read_outcome(text: str) -> Ended | None:
    """Return how a case ended, by what stands under 办理结果; None for an open one."""
    core, heading = fold(text), ""
    if not core:
        return None
    while True:  # 三、(三)不予公开-1.属于国家秘密
        if found := NUMBER.match(core):
            core = core[found.end() :]
        elif not heading and (found := HEADING.match(core)):
            heading, core = found[0], core[found.end() :].lstrip("-—–:,、;/\\>_·")
        else:
            break
    core = bare(core).replace(COUNTED_ONCE, "")
    ended = known_words().get(core) or known_words().get(LEADING_VERB.sub("", core))
    if heading == "其他处理" and not core:
        ended = Ended(Outcome.OTHER_MISC)
    if ended is None or heading not in ("", heading_of(ended.outcome)):
        raise ValueError(refusal(text, heading))
    return ended


def refusal(text: str, heading: str) -> str:
    under = [outcome.label for outcome in Outcome if heading and heading_of(outcome) == heading]
    rows = "、".join(under or (outcome.label for outcome in Outcome))
    where = f"“{heading}”下应写明是哪一项" if heading else "不是年报表三的办理结果"
    return f"“{text[:SHOWN]}”{where}；可以填：{rows}；还没有办结的留空。"


def heading_of(outcome: Outcome) -> str:
    """Return the words of the heading an outcome stands under, "" for 予以公开 and 部分公开."""
    return ENDINGS[outcome].group.partition("）")[2]


@cache
def known_words() -> dict[str, Ended]:
    """Return each way of writing an outcome, bare, with what it means."""
    words = {bare(sub.label): Ended(sub.outcome, sub.value) for sub in SubOutcome}
    words |= OTHER_WORDS
    labels = {bare(outcome.label): Ended(outcome) for outcome in Outcome}
    shorter = {LEADING_VERB.sub("", label): ended for label, ended in labels.items()}
    return words | shorter | labels


def read_applicant_kind(text: str) -> ApplicantKind:
    word = ORGANISATION.sub("", bare(text)).removeprefix("之")
    if not word:
        raise ValueError(f"不能为空，可以填：{'、'.join(ApplicantKind.labels)}。")
    if word not in APPLICANT_WORDS:
        labels = "、".join(ApplicantKind.labels)
        raise ValueError(f"“{text[:SHOWN]}”不是年报的申请人类型；可以填：{labels}。")
    return APPLICANT_WORDS[word]


def read_channel(text: str) -> str:
    """Return the code of the channel a request came by."""
    words = "、".join(names[0] for names in CHANNELS.values())
    word = bare(text).casefold()
    if not word:
        raise ValueError(f"不能为空，可以填：{words}。")
    if word not in CHANNEL_WORDS:
        raise ValueError(f"“{text[:SHOWN]}”不是申请渠道；可以填：{words}。")
    return CHANNEL_WORDS[word]


def outcome_label(outcome: str) -> str:
    """Return an outcome as the ledger writes it, with its heading: 不予公开-属于国家秘密."""
    if not outcome:
        return ""
    heading = heading_of(Outcome(outcome))
    label = Outcome(outcome).label
    return f"{heading}-{label}" if heading else label


def channel_label(code: str) -> str:
    """Return a channel in the format's word, its code where the office made one of its own."""
    return CHANNELS.get(code, (code,))[0]

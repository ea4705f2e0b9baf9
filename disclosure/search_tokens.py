"""PURE: what text is searched as – characters folded, Han text in bigrams – and how a query is cut.

Every character is folded by itself: half width, lower case, simplified, without accents, and
nothing where it is invisible or the middle dot of a name. So a text folds alike wherever it
stands, and each folded character leads back to its place in the text.
"""

import re
import string
import unicodedata
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import opencc
import rjieba

from disclosure.doc_numbers import BRACKETS

MAX_QUERY, MAX_WORDS = 200, 24
MOST_SINGLE = 3  # ideographs that stand alone in a query
MAX_TOKEN = 64  # of Latin text: what is longer is told apart by its beginning
SIMPLIFIED = opencc.OpenCC("t2s")
INVISIBLE = {"Mn", "Me", "Cf", "Cs"}  # accents, variation selectors, zero width, half characters
MIDDLE_DOTS = "·•‧∙⋅・･ᐧ"  # 阿卜杜·热合曼 is written with any of them, and without
MARKS = "，。、；：？！“”‘’（）《》【】〔〕—…％"
# Ideographs with all extensions, 々 and 〇, and the private-use characters some names stand in.
HAN = (
    r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
    r"\ue000-\uf8ff\U000f0000-\U0010fffd"
)
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
OTHER_RUN = re.compile(rf"[^\W_{HAN}]+")
# In documents Han goes on over blanks: line breaks of PDF files, 李　娜 in tables.
NO_HAN = re.compile(rf"[^\s{HAN}]+")
BREAK = "|"
DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
HAN_YEAR = re.compile(r"(?:二[〇零○]|一九)[〇零○一二三四五六七八九]{2}(?=年)")
SPAN = "级|以|教龄|工龄|从教|制|内|后|前|来|期|限|间"  # 20年教龄: so many years, not the year 2020
SHORT_YEAR = re.compile(rf"(?<!\S)([012]\d)(?=年(?!{SPAN}))")
BLANK = " ".encode("utf-32-le")
IS_HAN = re.compile(rf"[{HAN}]")
# Words of a sentence that say nothing about what is looked for.
SENTENCE_WORDS = """
    的 地 得 了 着 过 是 在 和 与 及 或 有 没有 也 都 就 还 又 很 这 那 这个 那个 这些 那些 其 之 等
    我 你 您 他 她 它 我们 你们 您们 他们 咱们 大家 请 请问 想 要 想要 想问 问 问问 一下 帮 帮忙
    麻烦 怎么 怎样 怎么样 怎么办 如何 什么 什么样 啥 哪 哪些 哪里 哪儿 哪个 哪年 何时 什么时候 多少
    几 谁 为什么 吗 呢 吧 啊 呀 嘛 么 需要 可以 能 能够 能否 能不能 可不可以 是否 是不是 有没有 会
    应该 关于 有关 对 对于 把 被 将 给 为 为了 从 到 向 由 于 以 让 用 跟 知道 了解 找 查 查询 查找
    看 看看 时候 多久 多长时间 最多 最少 几点 啥时候 咋 咋样 咋办 去 去哪 去哪儿 我家 家里 要带 带
    属于 今年 孩子 小孩 娃 娃娃 娃要 宝宝 小朋友 手续 一个 不管 管不管 要交 写 弄 想开 出来
"""
STOP_WORDS = frozenset(SENTENCE_WORDS.split())


class Folding(dict):
    """What each character is searched as, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        if unicodedata.category(chr(code)) == "Cc":
            return self.setdefault(code, " ")
        parts = unicodedata.normalize("NFKD", chr(code))
        visible = "".join(part for part in parts if unicodedata.category(part) not in INVISIBLE)
        plain = unicodedata.normalize("NFKC", visible).lower()
        self[code] = SIMPLIFIED.convert(plain) if IS_HAN.search(plain) else plain
        return self[code]


FOLDING = Folding(BRACKETS | {ord(dot): "" for dot in MIDDLE_DOTS})


def fold(text: str) -> str:
    """Return `text` as it is searched; of texts that fold alike each finds the other.

    >>> fold("ＧＢ１８０３０　招生簡章"), fold("阿卜杜·热合曼")
    ('gb18030 招生简章', '阿卜杜热合曼')
    """
    return unusual().sub(lambda found: FOLDING[ord(found[0])], text)


@cache
def unusual() -> re.Pattern:
    """Return what finds the characters that may change: all but the common ones that do not.

    Most of a text is common. Asking for each of its characters took half the time of a rebuild.
    """
    common = string.ascii_lowercase + string.digits + " \n" + "".join(gb2312_characters())
    same = [character for character in common if FOLDING[ord(character)] == character]
    return re.compile(f"[^{''.join(same)}]")


@cache
def rewritten() -> re.Pattern:
    """Return what finds the characters that may become an ideograph, or vanish between two.

    A text without any, as most are, has a word only as it stands there.
    """
    plain = [each for each in string.printable + MARKS if FOLDING[ord(each)].strip()]
    same = [each for each in "".join(gb2312_characters()) if FOLDING[ord(each)] == each]
    return re.compile(rf"[^\s{re.escape(''.join(plain + same))}]")


def gb2312_characters() -> Iterator[str]:
    """Yield the 6,763 ideographs of GB 2312."""
    for row in range(0xB0, 0xF8):
        cells = bytes(byte for cell in range(0xA1, 0xFF) for byte in (row, cell))
        yield cells.decode("gb2312", errors="ignore")


def is_han(run: str) -> bool:
    return IS_HAN.match(run) is not None


def grams(word: str) -> list[str]:
    """Return the tokens of one run of a folded text: bigrams of Han, else the run itself."""
    if len(word) > 1 and is_han(word):
        return [a + b for a, b in pairwise(word)]
    return [word[:MAX_TOKEN]]


def tokens(text: str) -> str:
    """Return the tokens of `text` between spaces, for the index, which knows no order of them."""
    folded = fold(text)
    others = [run[:MAX_TOKEN] for run in OTHER_RUN.findall(folded)]
    others += [year.translate(DIGITS) for year in HAN_YEAR.findall(folded)]
    runs = "".join(NO_HAN.sub(BREAK, folded).split())  # Han goes on over blanks
    # |校车|公| gives “|校 校车 车| |公 公| ”: each part is a run between its two ends.
    parts = pairs(BREAK + runs + BREAK)[1:-2].split(f"{BREAK} {BREAK}")
    return " ".join([*others, *(part[2:-2] or part[:1] for part in parts if part)])


def pairs(text: str) -> str:
    """Return each two characters side by side, with a blank after every pair.

    The array does in one step what takes most of a rebuild when each pair is cut by itself.
    """
    characters = array("I", text.encode("utf-32-le"))
    count = max(len(characters) - 1, 0)
    made = array("I", BLANK * 3 * count)
    made[0::3], made[1::3] = characters[:count], characters[1:]
    return made.tobytes().decode("utf-32-le")


@dataclass(frozen=True)
class Words:
    """A query in words: `strict` are looked for first, `relaxed` when they find too little.

    `bridges` are the bigrams between words that were typed as one; where they are found, the
    words stand together: 师招 in 教师招聘.
    """

    strict: tuple[str, ...] = ()
    relaxed: tuple[str, ...] = ()
    bridges: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return distinct([*self.strict, *self.relaxed])


def cut(query: str) -> Words:
    """Cut a query into folded words; stop words go, single characters join a neighbour.

    >>> cut("我想问一下汽開區2024年小学报名需要什么材料").strict
    ('汽开区', '2024', '小学', '报名', '材料')
    """
    folded = with_years(fold(query[:MAX_QUERY]))
    strict: list[str] = []
    relaxed: list[str] = []
    bridges: list[str] = []
    for run in RUN.finditer(folded):
        if not is_han(run[0]):
            strict.append(run[0][:MAX_TOKEN])
            relaxed.append(run[0][:MAX_TOKEN])
        else:
            chunks = content_chunks(run[0], after_digit=folded[: run.start()][-1:].isdigit())
            relaxed += [part for chunk in chunks for word in chunk for part in parts_of(word)]
            for words in map(joined, chunks):
                strict += words
                bridges += [before[-1] + after[0] for before, after in pairwise(words)]
    if not strict:  # nothing but stop words: then they are what is looked for
        strict = RUN.findall(folded)
    strict = without_crowd(strict)
    return Words(distinct(strict), distinct(relaxed or strict), distinct(bridges))


def without_crowd(words: list[str]) -> list[str]:
    """Return the words with the first few of their single ideographs: each costs a long look."""
    single = distinct(word for word in words if len(word) == 1 and is_han(word))
    return [word for word in words if word not in single[MOST_SINGLE:]]


def with_years(text: str) -> str:
    """Return a folded query with its years in digits; a text written so has them as tokens too.

    >>> with_years("二〇二四年决算"), with_years("24年决算"), with_years("20年教龄")
    ('2024年决算', '2024年决算', '20年教龄')
    """
    text = HAN_YEAR.sub(lambda found: found[0].translate(DIGITS), text)
    return SHORT_YEAR.sub(r"20\1", text)


def content_chunks(run: str, *, after_digit: bool) -> list[list[str]]:
    """Return the words of a run of Han, split where stop words stood.

    A lone character after a number goes too, 年 in 2024年小学: a page may say 2024学年.
    """
    chunks: list[list[str]] = [[]]
    for position, word in enumerate(rjieba.cut(run)):
        is_measure = after_digit and position == 0 and len(word) == 1
        if word in STOP_WORDS or is_measure:
            chunks.append([])
        else:
            chunks[-1].append(word)
    return [chunk for chunk in chunks if chunk]


def joined(words: list[str]) -> list[str]:
    """Join the single characters the cutter leaves to the word before, else to the word after.

    >>> joined(["欧阳", "晨"]), joined(["汽", "开", "区", "教育"])
    (['欧阳晨'], ['汽开区', '教育'])
    """
    result: list[str] = []
    for word in words:
        if result and (len(word) == 1 or len(result[-1]) == 1):
            result[-1] += word
        else:
            result.append(word)
    return result


def parts_of(word: str) -> list[str]:
    """Return the words inside a longer one, side by side; nothing of a single character.

    >>> parts_of("体育考试"), parts_of("资格证"), parts_of("办")
    (['体育', '考试'], ['资格证'], [])
    """
    if len(word) < 4:
        return [word] if len(word) > 1 else []
    parts, end = [], 0
    for part in rjieba.cut_for_search(word):
        begin = word.find(part, end)
        if begin >= 0 and 1 < len(part) < len(word):
            parts.append(part)
            end = begin + len(part)
    return parts or [word]


def distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MAX_WORDS]

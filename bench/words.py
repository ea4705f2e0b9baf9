"""PURE: Chinese text as a bureau writes it, the same in every run.

Words and their frequency come from the demo content, with a long tail of names of people and
schools behind them; how often a word comes follows Zipf's law.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import accumulate
from pathlib import Path

import rjieba

DEMO = Path(__file__).resolve().parent.parent / "disclosure" / "demo"
HAN = re.compile(r"[\u4e00-\u9fff]+")
SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰红梅建国志新海燕春晓东雪峰宇欣怡梓涵"
PLACES = "云溪青山白河东湖西岭南塘北桥石门柳林松江梅园竹溪桃源清泉金沙银杏玉泉龙潭凤鸣鹤岗雁门"
KINDS = ["小学", "中学", "实验小学", "第一中学", "第二中学", "幼儿园", "中心学校", "职业高中"]
TAIL = 40_000  # names behind the words of the demo content
STREAM = 2_000_000
EXPONENT = 1.02
PUNCTUATION = "，，，，、、；。。。"
MEDIAN, SPREAD, LONGEST = 380, 0.75, 6000  # characters of a body: about 500 in the mean

OPENINGS = [
    "关于",
    "关于做好",
    "关于印发",
    "关于开展",
    "关于公布",
    "关于进一步加强",
    "云溪县教育局关于",
]
OBJECTS = [
    "义务教育",
    "普通高中",
    "学前教育",
    "特殊教育",
    "职业教育",
    "中小学",
    "民办学校",
    "教师队伍",
]
MATTERS = [
    *("招生入学", "学区划分", "教师招聘", "学生资助", "校车安全", "食堂管理", "预算", "决算"),
    *("体育考试", "资格认定", "职称评审", "骨干教师名单", "随迁子女入学", "课后服务", "收费公示"),
    *(
        "督导评估",
        "安全检查",
        "控辍保学",
        "教研活动",
        "校舍维修",
        "政府采购",
        "行政处罚",
        "营养改善计划",
    ),
]
ENDINGS = ["通知", "公告", "公示", "意见", "方案", "办法", "报告", "批复", "函", "通报"]


@cache
def vocabulary() -> tuple[list[str], list[float]]:
    """Return the words, the most frequent first, with the sums of their weights."""
    found: Counter[str] = Counter()
    for path in sorted(DEMO.glob("*.py")):
        for run in HAN.findall(path.read_text(encoding="utf-8")):
            found.update(word for word in rjieba.cut(run) if len(word) > 1)
    words = [word for word, _ in sorted(found.items(), key=lambda row: (-row[1], row[0]))]
    chance = random.Random("names")
    names = dict.fromkeys(name(chance) for _ in range(TAIL))
    words += [word for word in names if word not in found]
    return words, list(accumulate((rank + 3) ** -EXPONENT for rank in range(len(words))))


def name(chance: random.Random) -> str:
    """Return a name nobody bears on purpose: of a person, or of a school."""
    if chance.random() < 0.7:
        return chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2))))
    return "".join(chance.choices(PLACES, k=chance.choice((2, 2, 3)))) + chance.choice(KINDS)


def title(chance: random.Random, year: int) -> str:
    """Return a title of 15 to 45 characters."""
    middle = chance.choice(OBJECTS) + chance.choice(MATTERS)
    if chance.random() < 0.4:
        middle += "".join(some_words(chance, 2))
    if chance.random() < 0.35:
        middle = name(chance) + middle
    return f"{chance.choice(OPENINGS)}{year}年{middle}的{chance.choice(ENDINGS)}"[:60]


def body(chance: random.Random) -> str:
    """Return the HTML of a body; its lengths lie as those of real ones do."""
    length = min(max(int(chance.lognormvariate(0, SPREAD) * MEDIAN), 40), LONGEST)
    return "".join(f"<p>{text}</p>" for text in paragraphs(chance, length))


def paragraphs(chance: random.Random, length: int) -> Iterator[str]:
    while length > 0:
        words = some_words(chance, min(length // 2 + 1, 75))
        marks = chance.choices(PUNCTUATION, k=len(words) // 6 + 1)
        lines = ["".join(words[n : n + 6]) for n in range(0, len(words), 6)]
        text = "".join(line + mark for line, mark in zip(lines, marks, strict=False))
        yield text[:-1] + "。"
        length -= len(text)


@cache
def stream() -> list[str]:
    """Return words one after another as texts have them; drawing each anew takes minutes."""
    words, weights = vocabulary()
    return random.Random("stream").choices(words, cum_weights=weights, k=STREAM)


def some_words(chance: random.Random, count: int) -> list[str]:
    start = chance.randrange(STREAM - count)
    return stream()[start : start + count]


def word_of_rank(share: float) -> str:
    """Return the word at this place of the vocabulary: 0 the most frequent, 1 the rarest."""
    words, _ = vocabulary()
    return words[min(int(share * len(words)), len(words) - 1)]

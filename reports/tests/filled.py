"""Facts of a report in which every check holds, to spoil in one place."""

from dataclasses import replace

from reports.facts import Facts
from reports.formats import form_for

BODY = "云溪县教育局"
# 26 new and 2 carried over, all of natural persons; 26 ended, 2 go on; one review.
REQUESTS = {
    "NEW": 26, "CARRY_IN": 2, "R1": 15, "R2": 3, "R3_5": 1, "R3_8": 1, "R4_1": 4, "R5_1": 1,
    "R6_3": 1, "R7": 26, "CARRY_OUT": 2,
}  # fmt: skip
TEXTS = {
    1: "2023年，我局共收到政府信息公开申请26件，办结26件。",
    5: "一是公开形式不够多样。下一步将加强政策解读。",
    6: "本年度未收取信息处理费。",
}


def facts_of_2023(texts=TEXTS, **cells) -> Facts:
    """The facts, with some cells (dots written as __) otherwise than they should be."""
    form = form_for(2023)
    filled = dict.fromkeys((code for table in form.layout for code in table.codes), 0)
    for row, number in REQUESTS.items():
        filled |= {f"S3.{row}.NAT": number, f"S3.{row}.TOTAL": number}
    filled |= {"S4.CASES.REV_UPHELD": 1, "S4.CASES.REV_TOTAL": 1}
    filled |= {"S2_20_1.NORM.ISSUED": 2, "S2_20_1.NORM.EFFECTIVE": 9}
    filled |= {code.replace("__", "."): value for code, value in cells.items()}
    return Facts(form, 2023, filled, texts, body=BODY)


def telling(text: str, section: int = 1, **cells) -> Facts:
    """The facts with one paragraph of text in one section."""
    return facts_of_2023(TEXTS | {section: text}, **cells)


def empty(facts: Facts) -> Facts:
    return replace(facts, cells=dict.fromkeys(facts.cells, 0))

"""Finds the six sections, the year and the name of the body in the text of a report."""

import re

from reports.cell_values import tidy
from reports.text_numbers import plain

NUMERAL = r"(?:第?[一二三四五六七八九十]+(?:部分)?[、.．,，\s]|\d{1,2}[、.．])"
# Where no heading has a number of the first kind; else （一） numbers parts of a section.
BRACKETED = r"[(（][一二三四五六][)）]"
# How the six headings are written; the official words alone may stand without a number.
OFFICIAL = {
    1: r"总体情况",
    2: r"主动公开政府信息(?:的)?情况",
    3: r"收到和处理政府信息公开申请(?:的)?情况",
    4: (
        r"因?政府信息公开(?:工作)?(?:被?申请)?(?:引起的)?行政复议"
        r"、?(?:提起)?(?:行政诉讼)?的?(?:情况)?"
    ),
    5: r"(?:政府信息公开工作)?存在的?主要问题(?:及|和|与)改进(?:情况|措施)?",
    6: r"(?:其他|其它)?需要报告的(?:其他|其它)?事项",
}
LOOSE = {
    1: r"(?:总体|基本)情况[^。，]{0,10}|概述|工作概况",
    2: r"主动公开[^。，]{0,10}情况",
    3: r"(?:收到和处理|依申请公开)[^。，]{0,20}情况",
    4: r"[^。，]{0,20}行政复议[^。]{0,20}",
    5: r"[^。，]{0,20}存在[^。，]{0,6}问题[^。]{0,20}",
    6: r"其[他它]需要(?:报告|说明)的[^。，]{0,6}",
}
MAX_HEADING = 45
PAGE_NUMBER = re.compile(r"[-—–]\s*\d+\s*[-—–]")
# A numbered heading of its own that closes the section before it.
OTHER_HEADING = re.compile(r"[一二三四五六七八九十]+、[^。；]{2,30}")

TITLE = re.compile(
    r"(?P<body>[^\d。，；《》]{0,30}?)(?:关于)?(?P<year>20\d\d)年(?:度)?"
    r"[^。，；\d]{0,16}?(?:信息公开|政务公开)[^。，；\d]{0,12}(?:年度报告|年报|总结|报告)"
)
AGENCY = re.compile(r"[^\d。，；：:]{2,30}(?:局|委|厅|办|办公室|委员会|政府|院|中心|处|署|所|会)")


def split_sections(lines: list[str]) -> dict[int, str]:
    """Return the text under each heading; 0 is what stands before the first."""
    found = split_at(lines, NUMERAL)
    return found if set(found) - {0} else split_at(lines, BRACKETED)


def split_at(lines: list[str], numeral: str) -> dict[int, str]:
    found: dict[int, list[str]] = {0: []}
    current, last = 0, 0
    for line in lines:
        if PAGE_NUMBER.fullmatch(line.strip()):
            continue
        section, rest = heading_in(line, last, numeral)
        if section:
            current = last = section
            found[section] = [rest] if rest else []
        elif last >= 5 and OTHER_HEADING.fullmatch(line.strip()):
            current = -1  # a part the form does not have, as 七、下一年打算
            found.setdefault(current, []).append(line)
        else:
            found.setdefault(current, []).append(line)
    found[0] += found.pop(-1, [])
    return {section: "\n".join(text) for section, text in found.items() if section or text}


def heading_in(line: str, last: int, numeral: str) -> tuple[int, str]:
    """Return (section, text that follows in the same line), or (0, "")."""
    text = plain(line).strip()
    for section, words in OFFICIAL.items():
        if section <= last:
            continue
        if match := re.match(rf"(?:{numeral})\s*{words}[：:。\s]*", text):
            rest = text[match.end() :]
            if not rest or len(rest) > 8 or text[match.end() - 1] in "：:。 \n":
                return section, rest
        if re.fullmatch(words, tidy(text)):
            return section, ""
    if len(text) > MAX_HEADING:
        return 0, ""
    numbered = re.match(r"[一二三四五六七八九十]+[、.．]\s*(.*)", text)
    for section, words in LOOSE.items() if numbered else ():
        if section > last and re.fullmatch(words, numbered[1].strip()):
            return section, ""
    return 0, ""


def is_short(*lines: str) -> bool:
    return all(len(line) <= MAX_HEADING for line in lines)


def year_and_body(lines: list[str]) -> tuple[int | None, str]:
    """Return the report year and who reports, from the title or else from the first lines."""
    before = ""
    first = [plain(line).strip() for line in lines[:40]]
    # A long title is printed on two lines; neither of them says it all.
    titles = [*first, *(a + b for a, b in zip(first, first[1:], strict=False) if is_short(a, b))]
    for line in titles:
        if match := TITLE.search(line):
            body = re.sub(r".*(?:现将|公布|关于|编制)", "", match["body"]).strip(" 　:：—-")
            return int(match["year"]), body or before
        if AGENCY.fullmatch(line):
            before = line
    counted = re.findall(r"(20\d\d)年(?:度)?(?:政府信息公开|政务公开)", plain("\n".join(lines)))
    return (int(counted[0]) if counted else None), before

"""Days read out of pasted notices: the wording of 2019–2026, held against the seeded days."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.holiday_text import HOLIDAY, LONGEST, MAKEUP, HolidayTextError, read_days
from portal.workdays import WorkCalendar

with (Path(__file__).parents[1] / "seeds" / "holiday_notices.csv").open(
    encoding="utf-8", newline=""
) as file:
    SEED = list(csv.DictReader(file))

NOTICES = {
    2019: """一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。2018年12月29日（星期六）上班。
二、春节：2月4日至10日放假调休，共7天。2月2日（星期六）、2月3日（星期日）上班。
三、清明节：4月5日放假，与周末连休。
四、劳动节：2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。
五、端午节：6月7日放假，与周末连休。
六、中秋节：9月13日放假，与周末连休。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2020: """一、元旦：2020年1月1日放假，共1天。
二、春节：1月24日至30日放假调休，共7天。1月19日（星期日）上班。1月31日至2月2日放假。
三、清明节：4月4日至6日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月26日（星期日）、5月9日（星期六）上班。
五、端午节：6月25日至27日放假调休，共3天。6月28日（星期日）上班。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。9月27日（星期日）、10月10日（星期六）上班。""",
    2021: """一、元旦：2021年1月1日至3日放假，共3天。
二、春节：2月11日至17日放假调休，共7天。2月7日（星期日）、2月20日（星期六）上班。
三、清明节：4月3日至5日放假调休，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日（星期日）、5月8日（星期六）上班。
五、端午节：6月12日至14日放假，共3天。
六、中秋节：9月19日至21日放假调休，共3天。9月18日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月26日（星期日）、10月9日（星期六）上班。""",
    2022: """一、元旦：2022年1月1日至3日放假，共3天。
二、春节：1月31日至2月6日放假调休，共7天。1月29日（星期六）、1月30日（星期日）上班。
三、清明节：4月3日至5日放假调休，共3天。4月2日（星期六）上班。
四、劳动节：4月30日至5月4日放假调休，共5天。4月24日（星期日）、5月7日（星期六）上班。
五、端午节：6月3日至5日放假，共3天。
六、中秋节：9月10日至12日放假，共3天。
七、国庆节：10月1日至7日放假调休，共7天。10月8日（星期六）、10月9日（星期日）上班。""",
    2023: """一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。
二、春节：1月21日至27日放假调休，共7天。1月28日（星期六）、1月29日（星期日）上班。
三、清明节：4月5日放假，共1天。
四、劳动节：4月29日至5月3日放假调休，共5天。4月23日（星期日）、5月6日（星期六）上班。
五、端午节：6月22日至24日放假调休，共3天。6月25日（星期日）上班。
六、中秋节、国庆节：9月29日至10月6日放假调休，共8天。10月7日（星期六）、10月8日（星期日）上班。""",
    2024: """一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。\
鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。\
1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。\
2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。
国务院办公厅
2025年11月4日""",
}


def calendar(year, holidays, makeup_days):
    return WorkCalendar(frozenset([year]), frozenset(holidays), frozenset(makeup_days))


def seeded(kind):
    return [date.fromisoformat(row["date"]) for row in SEED if row["kind"] == kind]


def read(kind, text, year):
    return [day.date for day in read_days(text, year) if day.kind == kind]


@pytest.mark.parametrize("year", NOTICES)
def test_a_pasted_notice_gives_every_day_of_its_year(year):
    text = NOTICES[year]

    found = calendar(year, read(HOLIDAY, text, year), read(MAKEUP, text, year))

    expected = calendar(year, seeded("holiday"), seeded("makeup"))
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    wrong = [day for day in days if found.is_workday(day) != expected.is_workday(day)]
    assert not wrong


def test_the_days_of_the_new_year_may_lie_in_the_year_before():
    days = read_days(NOTICES[2019], 2019)

    assert [(f"{day.date}", day.kind) for day in days[:2]] == [
        ("2018-12-29", MAKEUP),
        ("2018-12-30", HOLIDAY),
    ]


def test_each_day_bears_the_name_of_its_holiday():
    days = {f"{day.date:%m-%d}": day.name for day in read_days(NOTICES[2025], 2025)}

    assert days["01-26"] == "春节"
    assert days["10-11"] == "国庆节、中秋节"


@pytest.mark.parametrize(
    "text, days",
    [
        ("10月1日至7日放假；9月28日、10月11日上班", "09-28上 10-01放 … 10-07放 10-11上"),
        ("10月1日-10月2日放假", "10-01放 10-02放"),
        ("１０月１日　～　２日放假", "10-01放 10-02放"),
        ("9月28日，10月11日上班", "09-28上 10-11上"),
        ("9月27日、28日上班", "09-27上 09-28上"),
        ("元旦：12月31日至1月1日放假", "12-31放 01-01放"),
        ("元旦：12月28日上班，1月1日放假", "12-28上 01-01放"),
        ("2月2日放假，2月3日（星期一）起正常上班", "02-02放"),
    ],
)
def test_short_forms_are_understood(text, days):
    year = 2020 if "起" in text else 2025

    found = read_days(text, year)

    words = [f"{day.date:%m-%d}{day.kind[0]}" for day in found]
    words[2:-2] = ["…"] if len(words) > 4 else []
    assert " ".join(words) == days


@pytest.mark.parametrize(
    "text, complaint",
    [
        ("", "没有读到"),
        ("放假通知", "没有读到"),
        ("10月1日至7日", "没有写明放假还是上班"),
        ("10月1日至7日放假，共8天", "列出的却是7天"),
        ("10月1日（周二）放假", "2025年10月1日是星期三"),
        ("10月9日上班", "本来就上班"),
        ("10月4日放假；10月4日上班", "既写了放假又写了上班"),
        ("2月30日放假", "不是完整、存在的日期"),
        ("3日放假", "不是完整、存在的日期"),
        ("13月1日放假", "不是完整、存在的日期"),
        ("2025年10月7日至2025年10月1日放假", "起止日期不对"),
        ("1月1日至10月1日放假", "起止日期不对"),
        ("延长2020年春节假期至2月2日放假", "没有写明从哪一天起"),
        ("9" * (LONGEST + 1), "超过"),
    ],
)
def test_what_does_not_add_up_is_refused_in_words(text, complaint):
    with pytest.raises(HolidayTextError) as refusal:
        read_days(text, 2025)

    assert complaint in refusal.value.sentences[0]


@pytest.mark.parametrize("text", ["(" * 2000, "10月1日(" * 500, "延长" * 2000, "1月1日至" * 900])
def test_odd_text_is_refused_and_not_waited_for(text):
    with pytest.raises(HolidayTextError):
        read_days(text, 2025)

"""The five published reports that are the portal's yardstick, reprinted as items.

Their texts stand in `texts/`, as printed (report B in traditional characters, report A with the
blanks its bureau left); only names of people are replaced.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from disclosure.demo.spec import DemoItem, Span, item, workday
from disclosure.demo.world import GENERAL_OFFICE

TEXTS = Path(__file__).parent / "texts"

REPORTS = (  # letter, title, issuer, category, genre, summary, keywords
    (
        "a",
        "某市教育局（某市体育局）政务公开政务服务工作情况汇报",
        "某市教育局",
        "0302",
        "报告",
        "某市教育局（某市体育局）政务公开和政务服务工作的做法：组织领导、公开渠道、重点领域、数字赋能，以及下一步打算。原文隐去了名称和数字。",
        ("政务公开", "政务服务", "重点领域", "校车使用许可"),
    ),
    (
        "b",
        "湖南省教育廳2017年政務公開政務服務工作報告",
        "湖南省教育厅",
        "0302",
        "报告",
        "湖南省教育廳2017年政務公開和政務服務工作的基本情況與主要做法。轉載件，保留繁體字原貌。",
        ("政务公开", "政务服务", "阳光服务平台"),
    ),
    (
        "c",
        "桐乡市教育局2020年政府信息公开工作年度报告",
        "桐乡市教育局",
        "0302",
        "报告",
        "桐乡市教育局2020年主动公开、重点领域公开、依申请公开和行政复议情况，存在的问题和改进。",
        ("年度报告", "政府信息公开", "桐乡"),
    ),
    (
        "d",
        "舞钢市教体局2019年信息公开工作总结",
        "舞钢市教育体育局",
        "0302",
        "报告",
        "舞钢市教体局2019年信息公开的组织领导、制度建设、主动公开情况，存在的问题和2020年打算。",
        ("信息公开", "三级审核制", "工作总结"),
    ),
    (
        "e",
        "教育局2020年政务公开工作年度报告",
        "长春汽车经济技术开发区教育局",
        "0302",
        "报告",
        "汽开区教育局对照义务教育领域10大项内容逐项报告2020年政务公开情况，附主动公开统计表。",
        ("年度报告", "政务公开", "汽开区", "校车使用许可"),
    ),
)


def singles(span: Span) -> Iterator[DemoItem]:
    for n, (letter, title, issuer, category, genre, summary, keywords) in enumerate(REPORTS):
        reprinted = item(
            f"report-{letter}",
            title,
            category,
            workday(span.year(3), 8, 3 + 2 * n),
            (),
            summary=summary,
            issuer=issuer,
            office=GENERAL_OFFICE,
            genre=genre,
            origin="reprint",
            source=issuer,
            openness="result",
            keywords=keywords,
        )
        body = (TEXTS / f"report-{letter}.html").read_text(encoding="utf-8").strip()
        # the day they were signed is not known to us; only that of the reprint is
        yield replace(reprinted, body=body, written_on=None)


YEARLY = ()

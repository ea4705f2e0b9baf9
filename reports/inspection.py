"""DATA: the self-inspection, as inspectors do it.

Source  国办秘函〔2019〕19号 《政府网站与政务新媒体检查指标》.

V1–V7 are 单项否决: a site that fails one is 不合格. D1–D12 are deducted from 100 points. Each check
is a row: what is asked, and functions that yield what is wrong; the numbers are `InspectionRule`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reports import inspection_columns as columns
from reports import inspection_items as items
from reports import inspection_pages as pages
from reports.inspection_site import Fault, Site

Look = Callable[[Site], Iterator[Fault]]


@dataclass(frozen=True)
class Check:
    code: str
    title: str
    asks: str
    looks: tuple[Look, ...]
    advice: str = ""  # what a program cannot see, and who does

    def __str__(self):
        return self.code

    @property
    def is_veto(self) -> bool:
        return self.code.startswith("V")

    @property
    def kind(self) -> str:
        return "单项否决" if self.is_veto else "扣分"

    def faults(self, site: Site) -> Iterator[Fault]:
        for look in self.looks:
            yield from look(site)


CHECKS = (
    Check(
        "V1",
        "安全、泄密事故等严重问题",
        "没有伪造发稿日期，公开的内容与签发的一致，没有禁用词语",
        (items.faked_days, items.changed_texts, items.forbidden_words),
        "严重表述错误、涉密、有害信息仍要人工检查。",
    ),
    Check(
        "V2",
        "站点无法访问",
        "一周内打不开（超过15秒）的访问不到5%",
        (pages.slow_site,),
        "这里量的是服务器自身；线路由运维单位监测。",
    ),
    Check("V3", "首页不更新", "首页两周内有新内容", (columns.old_home_page,)),
    Check(
        "V4a",
        "栏目不更新：动态要闻、通知政策",
        "动态、要闻两周内，通知公告、政策文件六个月内有更新；不更新的不到5个",
        (columns.stale_news,),
    ),
    Check(
        "V4b",
        "栏目不更新：其他",
        "应更新未更新的栏目不到10个",
        (columns.stale_columns,),
    ),
    Check("V4c", "空白栏目", "空白栏目不到5个", (columns.empty_columns,)),
    Check(
        "V5a",
        "互动回应差：咨询渠道",
        "公布了咨询电话或邮箱，申请页面能打开",
        (pages.no_way_to_ask,),
        "留言信箱在其他系统的，请在那里检查。",
    ),
    Check(
        "V5b",
        "互动回应差：超过三个月未答复",
        "没有收到后超过三个月还没有办结的申请",
        (columns.unanswered_requests,),
    ),
    Check("V6", "服务不实用", "办事指南要素齐全", (items.thin_guides,)),
    Check("V7", "政务新媒体不更新", "用过的新媒体两周内有更新", (columns.silent_media,)),
    Check(
        "D1",
        "概况、机构、领导信息",
        "栏目齐全，半年内核对过",
        (columns.about_the_bureau,),
    ),
    Check(
        "D2",
        "政策解读",
        "文件有解读，解读有文件，相互关联",
        (items.missing_interpretations, items.orphan_interpretations),
    ),
    Check("D3", "答复和统计", "两个月内有新的答复数据", (columns.silent_answers,)),
    Check(
        "D4",
        "意见征集",
        "征集结束后公布采纳情况",
        (items.open_ended_consultations,),
    ),
    Check(
        "D5",
        "链接和附件可用",
        "站内页面、附件每天查，站外链接每周查",
        (pages.dead_own_links, items.lost_files, pages.dead_outside_links),
    ),
    Check("D6", "网页标签", "各类页面标签齐全（国办发〔2017〕47号）", (pages.missing_tags,)),
    Check("D7", "页脚七要素", "页脚要素齐全", (pages.missing_footer,)),
    Check(
        "D8",
        "搜索可用",
        "已知标题排第一，错一个字也能找到，没有结果不出错",
        (pages.broken_search,),
    ),
    Check(
        "D9", "错别字", "没有“常见错别字”里的写法", (items.wrong_words,), "错别字表由本单位维护。"
    ),
    Check(
        "D10",
        "空白、重复页面",
        "没有空白、重复的页面，没有程序残留文字",
        (items.empty_items, items.doubled_items, items.leftovers, pages.empty_pages),
    ),
    Check(
        "D11",
        "个人信息保护",
        "公开的文字和附件中没有未遮盖的个人信息",
        (items.privacy_leaks,),
    ),
    Check("D12", "IPv6 改造", "通过 IPv6 可以访问", (), "由运维单位在网络上检查。"),
)
BY_CODE = {check.code: check for check in CHECKS}
CHOICES = [(check.code, f"{check.code} {check.title}") for check in CHECKS]

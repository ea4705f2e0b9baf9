"""Demo items in every state of the chain, brought there by the demo logins through the real verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from disclosure.demo.spec import OFFICE_TIME
from disclosure.demo.world import BUREAU
from disclosure.models import Category, Item
from disclosure.workflow import STEPS, Conclusion, EventKind, Status
from portal.demo_logins import BASIC_EDUCATION, DEMO_EDITOR
from portal.models import HolidayNotice, Office, User

MARK = "演示数据"
NORMATIVE = "0202"  # 规范性文件: the head of the bureau signs last
SIGNERS = {
    Status.SECTION_REVIEW: "section_head",
    Status.OFFICE_REVIEW: "general_office",
    Status.SECRECY_REVIEW: "secrecy",
    Status.RELEASE: "leader",
    Status.HEAD_RELEASE: "head",
}
OPINIONS = {
    Status.SECTION_REVIEW: "数据与原始材料一致，同意。",
    Status.OFFICE_REVIEW: "文字已核，同意。",
    Status.RELEASE: "同意公开。",
    Status.HEAD_RELEASE: "同意。",
}
NOT_SECRET = "经审查不涉及国家秘密、工作秘密、商业秘密和个人隐私，依据《政府信息公开条例》第十七条"


def walk(day: date) -> int:
    """Bring a demo item into every state; return how many there are, 0 without demo logins."""
    people = {user.username: user for user in User.objects.all()}
    office = Office.objects.filter(code=BASIC_EDUCATION).first()
    if office is None or not {DEMO_EDITOR.username, *SIGNERS.values()} <= people.keys():
        return 0
    with transaction.atomic():
        walker = Walker(day, people, office)
        require_head(NORMATIVE)
        for case in CASES:
            walker.go(case)
    return walker.made


def require_head(code: str) -> None:
    category = Category.objects.get(code=code)
    category.needs_head_release = True
    category._change_reason = MARK
    category.save()


@dataclass(frozen=True)
class Case:
    """A draft and what becomes of it; `formed` days before the day of loading."""

    title: str
    text: str
    to: Callable[["Walker", Item], object]
    category: str = "0601"
    formed: int = 6


class Walker:
    """Acts for the demo people; every further act is an hour after the one before."""

    def __init__(self, day: date, people: dict[str, User], office: Office):
        self.day, self.people, self.office = day, people, office
        self.calendar = HolidayNotice.objects.calendar()
        self.moment = self.days_ago(5)
        self.made = 0

    def days_ago(self, days: int, hour: int = 9) -> datetime:
        return datetime.combine(self.day - timedelta(days=days), time(hour), OFFICE_TIME)

    def later(self) -> datetime:
        self.moment += timedelta(hours=1)
        return self.moment

    def person(self, username: str) -> User:
        return self.people[username]

    def go(self, case: Case) -> None:
        self.moment = self.days_ago(5)
        case.to(self, self.draft(case))

    def draft(self, case: Case) -> Item:
        editor = self.people[DEMO_EDITOR.username]
        item = Item(
            title=case.title,
            body="".join(f"<p>{line}</p>" for line in case.text.strip().splitlines()),
            category=Category.objects.get(code=case.category),
            office=self.office,
            issuer=BUREAU,
            author=editor,
            formed_on=self.day - timedelta(days=case.formed),
        )
        item.set_derived()
        item.recount(self.calendar)
        item.save()
        self.mark(item)
        return item

    def mark(self, item: Item) -> None:
        """Note that the item is of the demo, so that it goes with it."""
        item.events.create(kind=EventKind.DEMO, by=item.author, note=MARK)
        self.made += 1

    def submit(self, item: Item) -> None:
        item.submit(by=item.author, at=self.later())

    def sign(self, item: Item, **more) -> None:
        by = self.person(SIGNERS[item.status])
        seen = {"by": by, "at": self.later(), "version": item.version}
        seen |= {"opinion": OPINIONS.get(item.status, "")} | more
        if item.status == Status.SECRECY_REVIEW:
            item.pass_secrecy(**{"conclusion": Conclusion.PUBLIC, "basis": NOT_SECRET} | seen)
        elif item.status == Status.SECTION_REVIEW:
            item.pass_section(**seen)
        elif item.status == Status.OFFICE_REVIEW:
            item.pass_office(**seen)
        elif item.status == Status.RELEASE:
            item.release(**seen)
        else:
            item.release_by_head(**seen)

    def up_to(self, item: Item, status: Status) -> None:
        """Submit a draft and sign until it waits for `status`, or is through."""
        self.submit(item)
        while item.status in STEPS and item.status != status:
            self.sign(item)

    def send_back(self, item: Item, reason: str) -> None:
        by = self.person(SIGNERS[item.status])
        item.send_back(by=by, at=self.later(), version=item.version, reason=reason)

    def revise(self, item: Item, note: str, text: str) -> Item:
        revision = item.revise(by=item.author)
        revision.change_note, revision.body = note, f"{item.body}<p>{text}</p>"
        revision.save()
        self.mark(revision)
        return revision


# --- What becomes of a draft -----------------------------------------------------------------------


def stays(walker: Walker, item: Item) -> None:
    """A draft somebody still writes."""


def waits_for(status: Status) -> Callable[[Walker, Item], None]:
    return lambda walker, item: walker.up_to(item, status)


def is_sent_back(walker: Walker, item: Item) -> None:
    walker.up_to(item, Status.OFFICE_REVIEW)
    walker.send_back(item, "第二段的报名截止时间与附件日程表不一致，请核对后改为同一天。")


def is_to_be_cut(walker: Walker, item: Item) -> None:
    walker.up_to(item, Status.SECRECY_REVIEW)
    walker.sign(
        item,
        conclusion=Conclusion.REDACT,
        basis="《政府信息公开条例》第十五条（个人隐私）",
        opinion="请删去受资助学生的班级，只保留学校和人数。",
    )


def is_withheld(conclusion: Conclusion, basis: str) -> Callable[[Walker, Item], None]:
    def act(walker: Walker, item: Item) -> None:
        walker.up_to(item, Status.SECRECY_REVIEW)
        walker.sign(item, conclusion=conclusion, basis=basis)

    return act


def is_scheduled(walker: Walker, item: Item) -> None:
    walker.up_to(item, Status.RELEASE)
    walker.sign(item, publish_at=walker.days_ago(-3, hour=9))


def is_released(walker: Walker, item: Item) -> None:
    walker.up_to(item, Status.PUBLISHED)


def is_revised(walker: Walker, item: Item) -> None:
    is_released(walker, item)
    note = "补充了咨询时间，其他内容没有变化。"
    walker.up_to(walker.revise(item, note, "咨询时间：工作日9:00至17:00。"), Status.MERGED)


def is_being_revised(walker: Walker, item: Item) -> None:
    is_released(walker, item)
    note = "更正集中办理的地点。"
    text = "集中办理地点改为局机关一楼服务大厅。"
    walker.up_to(walker.revise(item, note, text), Status.RELEASE)


def fails_on_schedule(walker: Walker, item: Item) -> None:
    """A revision released for a moment before which its original was withdrawn."""
    is_released(walker, item)
    revision = walker.revise(item, "更新活动时间。", "活动改在下月第一个周末。")
    walker.up_to(revision, Status.RELEASE)
    walker.sign(revision, publish_at=walker.days_ago(1))
    item.refresh_from_db()
    by = walker.person("leader")
    item.withdraw(by=by, at=walker.later(), reason="活动取消，原通知不再有效。")
    # The clock says the same each time it tries again.
    error = "原件已经撤回，修订稿不能公开"
    Item.objects.filter(pk=revision.pk).update(schedule_error=error)


def is_an_emergency(walker: Walker, item: Item) -> None:
    reason = "气象台发布暴雨红色预警，须立即告知家长次日停课。"
    item.submit_in_emergency(by=item.author, at=walker.later(), reason=reason)
    while item.status in STEPS:
        walker.sign(item)


CASES = (
    Case(
        "关于做好随迁子女入学材料核验的通知（草稿）",
        "各小学、初中：\n请于本月底前完成随迁子女入学材料核验。\n"
        "家长联系人李某某，手机13800138000。\n核验中的问题请及时报告基础教育股。",
        stays,
    ),
    Case("义务教育学校课后服务内容公示", "各校课后服务的内容、时间和收费标准公示如下。", stays),
    Case(
        "关于开展义务教育学区调整意见征求的公告",
        "现就城区小学学区调整方案公开征求意见。\n公众可以书面或者通过邮件提出意见。",
        waits_for(Status.SECTION_REVIEW),
    ),
    Case(
        "小学一年级新生报名登记办法",
        "报名登记分网上登记和现场核验两步。\n网上登记须填写监护人信息和住址。",
        waits_for(Status.OFFICE_REVIEW),
        formed=40,
    ),
    Case(
        "民办义务教育学校招生办法",
        "民办学校招生纳入统一管理，与公办学校同步。\n报名人数超过计划的，实行电脑随机录取。",
        waits_for(Status.SECRECY_REVIEW),
        formed=24,
    ),
    Case(
        "初中新生分班工作要求",
        "实行阳光分班，不分重点班。\n分班过程邀请家长代表到场监督。",
        waits_for(Status.RELEASE),
    ),
    Case(
        "云溪县中小学校服管理办法",
        "第一条 为规范校服管理，制定本办法。\n第二条 校服选用由家长委员会牵头。",
        waits_for(Status.HEAD_RELEASE),
        category=NORMATIVE,
    ),
    Case(
        "关于小学入学报名时间的通知", "报名时间为本月20日至25日。\n逾期须说明理由。", is_sent_back
    ),
    Case("学生资助情况公示", "本学期受资助学生按学校和班级公示。", is_to_be_cut, formed=12),
    Case(
        "幼小衔接工作安排",
        "各小学一年级第一学期安排入学适应课程。\n幼儿园大班下学期组织参观小学。",
        is_scheduled,
    ),
    Case(
        "校园开放日活动通知",
        "本月第三个周末举行校园开放日。\n请从学校正门进入。",
        fails_on_schedule,
    ),
    Case(
        "普通高中自主招生试题命制方案",
        "本方案规定命题、审题和保管的分工。",
        is_withheld(
            Conclusion.WITHHELD, "《政府信息公开条例》第十四条；教育工作国家秘密范围的规定"
        ),
    ),
    Case(
        "义务教育学校布局调研情况",
        "调研了12所学校，征求了部分家长意见，形成初步设想。",
        is_withheld(Conclusion.ON_REQUEST, "《政府信息公开条例》第十六条（过程性信息）"),
    ),
    Case(
        "转学手续集中办理安排",
        "每学期开学前两周集中办理转学手续。\n地点为基础教育股办公室。",
        is_being_revised,
    ),
    Case(
        "关于暴雨期间全县中小学停课的紧急通知", "明日全县中小学、幼儿园停课一天。", is_an_emergency
    ),
    Case("义务教育招生咨询服务公告", "招生期间开放电话和现场咨询。", is_revised),
    Case(
        "起始年级学籍注册工作要求",
        "各校在开学后一个月内完成学籍注册。\n一人一籍，籍随人走。",
        is_released,
    ),
)


def undo_head() -> None:
    """Take back what the demo asked of the catalogue, where it still does."""
    for category in Category.objects.filter(code=NORMATIVE, needs_head_release=True):
        if category.history.filter(history_change_reason=MARK).exists():
            category.needs_head_release = False
            category.save()

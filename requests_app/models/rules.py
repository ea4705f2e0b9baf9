"""What the office decides about requests, in one row; every doubtful point names its doubt."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from simple_history.models import HistoricalRecords

from requests_app.deadlines import Policy
from requests_app.outcomes import ENDINGS, Outcome, RemedyRoute


def one_of(label: str, default: str, choices: dict[str, str], doubt: str) -> models.CharField:
    return models.CharField(
        label, max_length=40, default=default, choices=choices.items(), help_text=doubt
    )


def days(label: str, default: int, least: int, most: int, **fields):
    limits = [MinValueValidator(least), MaxValueValidator(most)]
    return models.PositiveSmallIntegerField(label, default=default, validators=limits, **fields)


class RequestRules(models.Model):
    """How this office handles requests, in one row; read with `RequestRules.objects.current()`."""

    class Manager(models.Manager):
        def current(self):
            """Return the one row; its defaults while nobody has saved it."""
            return self.filter(pk=1).first() or self.model(pk=1)

    confirm_within_workdays = days(
        "网上申请确认时限（工作日）", 1, 1, 5, help_text="收到网上申请后几个工作日内确认"
    )
    correction_days = days(
        "建议补正期限（工作日）", 10, 1, 60, help_text="条例未规定天数，逐件确定；这里是建议值"
    )
    handling_workdays = days(
        "承办人内部办理期限（工作日）", 7, 1, 20, help_text="内部时限，不影响法定期限"
    )
    rereview_days = days(
        "不予公开信息再评估间隔（天）", 365, 30, 1095, help_text="条例第十八条定期评估"
    )
    keep_identity_days = days(
        "身份证明保存期限（办结后天数）",
        365,
        200,
        3650,
        help_text="国家没有统一规定；应长于复议和起诉的期限",
    )
    keep_case_years = days(
        "案卷个人信息保存期限（办结后年数）",
        10,
        1,
        100,
        help_text="按本单位文书档案保管期限表填写；期满清除申请人信息，统计数字不变",
    )
    count_start_day = one_of(
        "收到当日是否计入（仅用于内部预警）",
        "exclude",
        {"exclude": "不计入", "include": "计入"},
        "法定期限按“开始的当日不计入”计算；国办公开办函〔2015〕207号是否相同尚无明文",
    )
    pause_start_event = one_of(
        "征求意见期间的起点",
        "sent",
        {"sent": "发出征求意见书", "delivered": "对方收到征求意见书"},
        "国家层面没有规定起点，各地做法不一",
    )
    pause_end_event = one_of(
        "征求意见期间的终点",
        "opinion_or_expiry",
        {"opinion_or_expiry": "收到意见或者期限届满", "opinion": "收到意见，逾期收到的也算"},
        "国家层面没有规定终点，各地做法不一",
    )
    referral_stops_clock = models.BooleanField(
        "提请确定（条例第十七条）的时间不计入答复期限",
        default=False,
        help_text="能否按征求其他机关意见处理尚无明文",
    )
    fee_clock_rule = one_of(
        "缴费后的答复期限",
        "restart_after_payment",
        {"restart_after_payment": "自缴费次日起重新计算", "resume_after_payment": "接续计算"},
        "国办函〔2020〕109号的理解尚未确认",
    )
    fee_pay_working_days = days(
        "缴费期限（工作日）", 20, 1, 60, help_text="自收到收费通知次日起；依据为四川省的通知"
    )
    volume_fee_for_public_info = models.BooleanField(
        "只告知已公开信息的获取方式时也按量收费", default=False, help_text="尚未确认，默认不收"
    )
    online_service_date = one_of(
        "网上送达的日期",
        "later_of_account_and_message",
        {
            "later_of_account_and_message": "进入申请人查询页和发出提示两者中较晚的一天",
            "account": "进入申请人查询页的当天",
            "message": "发出提示的当天",
        },
        "国办公开办函〔2016〕235号未列电子送达",
    )
    closing_date_basis = one_of(
        "办结日期",
        "service_date",
        {"service_date": "送达日期", "decision_date": "答复作出日期"},
        "年报统计以哪一天为准尚未确认，两个日期都保留",
    )
    count_reopened = models.BooleanField(
        "复议诉讼后重新答复的，另计一件新收", default=False, help_text="年报口径尚未确认，默认不计"
    )
    partial_remedy = one_of(
        "部分公开的救济途径",
        RemedyRoute.REVIEW_FIRST,
        dict(RemedyRoute.choices[:2]),
        "不公开部分是否复议前置尚未确认；先复议总是可以的",
    )
    query_remedy = one_of(
        "行政查询事项的救济途径",
        RemedyRoute.OPTIONAL,
        dict(RemedyRoute.choices[:2]),
        "是否属于复议前置尚未确认",
    )
    review_organ = models.CharField(
        "行政复议机关", max_length=100, default="云溪县人民政府", help_text="行政复议法第二十四条"
    )
    review_url = models.URLField(
        "网上申请行政复议的地址",
        blank=True,
        help_text="网上送达时须同时告知（行政复议法第二十二条）",
    )
    court = models.CharField("有管辖权的人民法院", max_length=100, default="云溪县人民法院")
    no_answer_text = models.TextField(
        "逾期未答复时的救济提示",
        default="行政机关逾期未答复的，您可以依法申请行政复议或者提起行政诉讼。",
        help_text="复议是否前置尚未确认（法释〔2025〕8号第二条、行政复议法第二十三条）",
    )
    supervisor_organ = models.CharField(
        "政府信息公开工作主管部门", max_length=100, default="云溪县人民政府办公室"
    )
    supervisor_phone = models.CharField("主管部门监督电话", max_length=40, blank=True)
    letter_prefix = models.CharField(
        "公文字号前缀",
        max_length=20,
        default="云教公",
        help_text="如“云教公复〔2026〕12号”的“云教公”",
    )
    letter_head_note = models.TextField(
        "文书附加内容", blank=True, help_text="印在各类文书末尾的本单位说明，如接待时间"
    )
    payee = models.TextField(
        "收费单位和缴款方式",
        blank=True,
        help_text="印在收费通知书上；款项直接缴入国库，本网站不收款",
    )

    history = HistoricalRecords()
    objects = Manager()

    class Meta:
        verbose_name = "依申请公开设置"
        verbose_name_plural = "依申请公开设置"
        constraints = [
            models.CheckConstraint(name="request_rules_are_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self):
        return "依申请公开设置"

    @property
    def policy(self) -> Policy:
        """Return what of these rules moves a statutory day."""
        return Policy(
            count_start_day=self.count_start_day,
            pause_start_event=self.pause_start_event,
            pause_end_event=self.pause_end_event,
            fee_clock_rule=self.fee_clock_rule,
            fee_pay_working_days=self.fee_pay_working_days,
            online_service_date=self.online_service_date,
        )

    def remedy_for(self, outcome: Outcome) -> RemedyRoute:
        """Return which way against `outcome` a letter names (行政复议法 art. 23)."""
        if outcome == Outcome.PARTIAL:
            return RemedyRoute(self.partial_remedy)
        if outcome == Outcome.DENY_ADMIN_QUERY:
            return RemedyRoute(self.query_remedy)
        return ENDINGS[outcome].remedy

    def clean(self):
        self.pk = 1

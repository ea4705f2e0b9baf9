"""What the office itself decides, in one row."""

from datetime import datetime, time

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from simple_history.models import HistoricalRecords

from portal.quiet_hours import after_quiet_hours


def days_between_updates(label: str, days: int) -> models.PositiveSmallIntegerField:
    """Return a field for how many days a catalogue leaf may stand without anything new."""
    return models.PositiveSmallIntegerField(
        label, default=days, validators=[MinValueValidator(1), MaxValueValidator(1000)]
    )


CREDIT_CODE = RegexValidator(r"^[0-9A-Z]{18}$", "统一社会信用代码为18位数字或大写字母")


class OfficeSettings(models.Model):
    """What the office itself decides, in one row; read with `OfficeSettings.objects.current()`."""

    class Manager(models.Manager):
        def current(self):
            """Return the one row; its defaults while nobody has saved it."""
            # Every page asks, and writing this statement anew takes longer than its answer.
            rows = self.raw(f"SELECT * FROM {self.model._meta.db_table} WHERE id = 1")
            return next(iter(rows), None) or self.model(pk=1)

    site_name = models.CharField("网站名称", max_length=100, default="云溪县教育局")
    site_domain = models.CharField(
        "网站域名", max_length=100, default="jyj.yunxi.example", help_text="英文域名，不带 https://"
    )
    site_id_code = models.CharField(
        "网站标识码", max_length=10, blank=True, help_text="地方网站为10位数字；未取得前留空"
    )
    bureau_name = models.CharField(
        "单位全称", max_length=100, default="云溪县教育局", help_text="网站主办单位"
    )
    credit_code = models.CharField(
        "统一社会信用代码",
        max_length=18,
        default="11990000000000000X",
        validators=[CREDIT_CODE],
        help_text="用于生成索引号；启用后不宜再改",
    )
    index_no_format = models.CharField(
        "索引号格式",
        max_length=60,
        default="{credit_code}/{year}-{serial:05d}",
        help_text="可用 {credit_code}、{year}、{serial:05d}；各地写法不一，按本地规定填写",
    )
    weekly_days = days_between_updates("每周更新的栏目（天）", 7)
    continuous_days = days_between_updates("持续更新的栏目（天）", 14)
    term_days = days_between_updates("每学期更新的栏目（天）", 183)
    half_year_days = days_between_updates("每年两次更新的栏目（天）", 183)
    year_days = days_between_updates("每年更新的栏目（天）", 366)
    quiet_from = models.TimeField(
        "夜间不发邮件：从",
        default=time(22),
        help_text="这段时间不给申请人发邮件；两个时间相同则不限",
    )
    quiet_until = models.TimeField("到", default=time(7))
    address = models.CharField("办公地址", max_length=200, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    office_hours = models.CharField("办公时间", max_length=100, blank=True)
    icp_number = models.CharField("ICP备案编号", max_length=60, blank=True)
    police_number = models.CharField("公安机关备案号", max_length=60, blank=True)
    error_report_url = models.URLField(
        "“我为政府网站找错”地址",
        blank=True,
        help_text="按上级平台分配的地址填写；留空时页脚不显示该入口",
    )
    party_mark_url = models.URLField(
        "党政机关网站标识地址", blank=True, help_text="机构编制部门发放的标识页面地址"
    )

    history = HistoricalRecords()
    objects = Manager()

    class Meta:
        verbose_name = "单位设置"
        verbose_name_plural = "单位设置"
        constraints = [
            models.CheckConstraint(name="office_settings_is_one_row", condition=models.Q(pk=1))
        ]

    def __str__(self):
        return self.site_name

    @property
    def cadence_days(self) -> dict[str, int]:
        """Return the days between two updates, by the words the catalogue uses for its cadence."""
        return {
            "weekly": self.weekly_days,
            "continuous": self.continuous_days,
            "per term": self.term_days,
            "twice a year": self.half_year_days,
            "yearly": self.year_days,
        }

    def url_of(self, path: str) -> str:
        """Return the whole address of a page, for a mail."""
        scheme = "https" if settings.HTTPS else "http"
        return f"{scheme}://{self.site_domain}{path}"

    def citizens_may_be_written_to(self, moment: datetime) -> datetime:
        """Return `moment`, or the end of the night it falls into."""
        local = timezone.localtime(moment)
        return after_quiet_hours(local, self.quiet_from, self.quiet_until)

    def clean(self):
        self.pk = 1

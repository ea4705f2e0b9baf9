"""What every app stands on: people, offices, the office's own settings, counters, history."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from simple_history.models import HistoricalRecords

CREDIT_CODE = RegexValidator(r"^[0-9A-Z]{18}$", "统一社会信用代码为18位数字或大写字母")


class OfficeKind(models.TextChoices):
    BUREAU = "bureau", "局机关"
    SECTION = "section", "内设科室"
    SUBORDINATE = "subordinate", "直属单位"
    SCHOOL = "school", "学校"


class Office(models.Model):
    """A unit that makes or keeps information: a section, a subordinate unit, a school."""

    code = models.SlugField("代码", max_length=40, unique=True)
    name = models.CharField("名称", max_length=100, help_text="内部使用的简称，如“基础教育科”")
    full_name = models.CharField(
        "规范全称", max_length=150, help_text="公开时作为发布机构的全称，不用简称"
    )
    kind = models.CharField("类别", max_length=12, choices=OfficeKind, default=OfficeKind.SECTION)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="上级单位",
    )
    phone = models.CharField("办公电话", max_length=40, blank=True)
    address = models.CharField("办公地址", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    history = HistoricalRecords()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ["position", "code"]
        constraints = [
            models.CheckConstraint(
                name="office_kind_is_known", condition=models.Q(kind__in=OfficeKind.values)
            ),
            models.CheckConstraint(
                name="office_is_not_its_own_parent", condition=~models.Q(parent=F("id"))
            ),
        ]

    def __str__(self):
        return self.name


class User(AbstractUser):
    """A member of staff. Citizens have no account."""

    office = models.ForeignKey(
        Office,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="staff",
        verbose_name="所属机构",
    )

    history = HistoricalRecords(excluded_fields=["password", "last_login"])

    class Meta(AbstractUser.Meta):
        verbose_name = "工作人员"
        verbose_name_plural = "工作人员"

    def __str__(self):
        return self.get_full_name() or self.username

    def get_full_name(self):
        return f"{self.last_name}{self.first_name}"


class OfficeSettings(models.Model):
    """What the office itself decides, in one row; read with `OfficeSettings.objects.current()`."""

    class Manager(models.Manager):
        def current(self):
            """Return the one row; its defaults while nobody has saved it."""
            return self.filter(pk=1).first() or self.model(pk=1)

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

    def clean(self):
        self.pk = 1


class CounterManager(models.Manager):
    @transaction.atomic
    def take(self, name: str, count: int = 1) -> int:
        """Return the first of the next `count` numbers of the counter `name`.

        The counter's row stays locked until the caller's transaction ends, so numbers
        appear in commit order, and a rolled-back act leaves no gap.
        """
        self.get_or_create(name=name)
        self.filter(name=name).update(value=F("value") + count)
        return self.get(name=name).value - count + 1


class Counter(models.Model):
    """A row that gives numbers without gaps or doubles: index numbers, search stamps."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)

    objects = CounterManager()

    def __str__(self):
        return f"{self.name}: {self.value}"


class HistoryLine(models.Model):
    """Who did what to an object, and when; `portal.moves.move` writes it."""

    kind = models.CharField("事项", max_length=30)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="经办人",
    )
    at = models.DateTimeField("时间", default=timezone.now)
    note = models.TextField("说明", blank=True)

    class Meta:
        abstract = True
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"

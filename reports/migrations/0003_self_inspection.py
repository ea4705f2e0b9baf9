"""The self-inspection: findings, rounds, visits, links, and the numbers it goes by."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


NUMBERS = [
    ("V2.seconds", 15),
    ("V2.percent", 5),
    ("V3.days", 14),
    ("V4a.dynamic_days", 14),
    ("V4a.notice_days", 180),
    ("V4a.count", 5),
    ("V4b.count", 10),
    ("V4c.count", 5),
    ("V5b.days", 90),
    ("V6.missing", 4),
    ("V6.count", 5),
    ("V7.days", 14),
    ("D1.days", 180),
    ("D2.days", 10),
    ("D3.months", 2),
    ("D4.days", 30),
    ("D5.tries", 2),
    ("D1.weight", None),
    ("D2.weight", None),
    ("D3.weight", 3),
    ("D4.weight", None),
    ("D5.weight", None),
    ("D6.weight", None),
    ("D7.weight", None),
    ("D8.weight", None),
    ("D9.weight", None),
    ("D10.weight", None),
    ("D11.weight", None),
    ("D12.weight", None),
]


def enter_numbers(apps, schema_editor):
    InspectionRule = apps.get_model("reports", "InspectionRule")
    InspectionRule.objects.bulk_create(
        InspectionRule(key=key, value=value) for key, value in NUMBERS
    )


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0003_duty"),
        ("portal", "0007_reminders_digests_and_channels"),
        ("reports", "0002_row_help"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Inspection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("started_at", models.DateTimeField(verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束时间")),
                ("open_count", models.PositiveIntegerField(default=0, verbose_name="未整改")),
                ("by_check", models.JSONField(default=dict, verbose_name="按指标")),
                ("unfinished", models.JSONField(default=list, verbose_name="没有查完的指标")),
            ],
            options={
                "verbose_name": "网站自查",
                "verbose_name_plural": "网站自查",
                "ordering": ["-started_at", "-pk"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="InspectionRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=24, unique=True, verbose_name="指标")),
                (
                    "value",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="留空表示不清楚，不据此扣分。",
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(3660)],
                        verbose_name="数值",
                    ),
                ),
            ],
            options={
                "verbose_name": "自查标准",
                "verbose_name_plural": "自查标准",
                "ordering": ["pk"],
                "default_permissions": ["view", "change"],
            },
        ),
        migrations.CreateModel(
            name="InspectionTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("wrong", "错误写法"), ("forbidden", "禁用词语")],
                        default="wrong",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("text", models.CharField(max_length=60, unique=True, verbose_name="词语")),
                ("correct", models.CharField(blank=True, max_length=60, verbose_name="正确写法")),
            ],
            options={
                "verbose_name": "自查词表",
                "verbose_name_plural": "自查词表",
                "ordering": ["kind", "text"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["wrong", "forbidden"])),
                        name="inspection_term_kind_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OutsideLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=500, unique=True, verbose_name="网址")),
                ("place", models.CharField(max_length=300, verbose_name="位置")),
                (
                    "asked_at",
                    models.DateTimeField(db_index=True, null=True, verbose_name="上次检查"),
                ),
                (
                    "failures",
                    models.PositiveSmallIntegerField(default=0, verbose_name="连续打不开"),
                ),
                ("trouble", models.CharField(blank=True, max_length=100, verbose_name="原因")),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="disclosure.item",
                    ),
                ),
            ],
            options={
                "verbose_name": "站外链接",
                "verbose_name_plural": "站外链接",
                "ordering": ["pk"],
                "default_permissions": [],
            },
        ),
        migrations.CreateModel(
            name="SiteVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("is_open", models.BooleanField(verbose_name="打开")),
                ("seconds", models.FloatField(verbose_name="用时（秒）")),
            ],
            options={
                "verbose_name": "访问测试",
                "verbose_name_plural": "访问测试",
                "ordering": ["-at"],
                "default_permissions": [],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("seconds__gte", 0)), name="visit_takes_time"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InspectionFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("check_code", models.CharField(max_length=4, verbose_name="指标")),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("place", models.CharField(max_length=400, verbose_name="位置")),
                ("sentence", models.TextField(verbose_name="问题描述")),
                ("url", models.CharField(blank=True, max_length=500, verbose_name="网址")),
                ("first_seen", models.DateTimeField(verbose_name="发现时间")),
                ("last_seen", models.DateTimeField(verbose_name="最近检查")),
                ("mended_on", models.DateField(null=True, verbose_name="整改日期")),
                (
                    "explanation",
                    models.TextField(
                        blank=True,
                        help_text="不需要整改，或者暂时不能整改的理由。",
                        verbose_name="说明",
                    ),
                ),
                ("explained_at", models.DateTimeField(null=True, verbose_name="说明时间")),
                (
                    "explained_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="说明人",
                    ),
                ),
                (
                    "office",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="portal.office",
                        verbose_name="责任单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "自查问题",
                "verbose_name_plural": "自查问题",
                "ordering": ["check_code", "-first_seen", "pk"],
                "permissions": [
                    ("see_all_inspectionfindings", "可以查看所有单位的自查问题"),
                    ("explain_inspectionfinding", "可以说明自查问题"),
                ],
                "default_permissions": ["view"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mended_on", None)),
                        fields=["check_code"],
                        name="finding_standing",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("mended_on", None)),
                        fields=("check_code", "mark"),
                        name="finding_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("explained_at", None), ("explained_by", None), ("explanation", "")
                            ),
                            models.Q(
                                ("explained_at__isnull", False),
                                ("explained_by__isnull", False),
                                models.Q(("explanation", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="explained_finding_says_who_and_why",
                    ),
                ],
            },
        ),
        migrations.RunPython(enter_numbers, migrations.RunPython.noop),
    ]

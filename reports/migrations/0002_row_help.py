"""The office's notes on the rows of the report, begun with what local notices say."""

from django.db import migrations, models

NOTES = [
    ("S2_20_1.RULE", "有规章制定权的机关才填；教育局没有规章制定权，填0。"),
    ("S2_20_1.NORM", "请与司法行政部门核对后填报。"),
    ("S2_20_5.LICENSE", "填本年全部处理决定，包括已公开的和依法未公开的。"),
    ("S2_20_6.PENALTY", "填本年全部处理决定，包括已公开的和依法未公开的。"),
    ("S2_20_6.COERCION", "填本年全部处理决定，包括已公开的和依法未公开的。"),
    (
        "S2_20_8.FEE",
        "以万元为单位，按实际收取的金额填，小数照填。学校自行收取的费用、信息处理费是否计入这一格，"
        "国家没有明文，请财务科室确认。",
    ),
    (
        "S3.NEW",
        "按收到日期计入：12月31日提交、次年1月确认收到的，计入次年。学校收到的申请不计入。",
    ),
    ("S3.R2", "一件申请部分公开、部分不予公开的，只计这一格，不再计其他格。"),
    ("S3.R6_3", "申请人撤回、申请内容不是政府信息等没有单列的情形。"),
    (
        "S4.CASES",
        "一件案件计一次，按12月31日的状态；撤回、驳回计入“其他结果”（国家没有明文，按本地要求调整）。",
    ),
    (
        "TEXT.1",
        "按主动公开、依申请公开、政府信息管理、平台建设、监督保障的次序写，原则上不超过一千字。",
    ),
    ("TEXT.5", "写当年的主要问题和改进措施，一一对应，不写套话。"),
    ("TEXT.6", "写明信息处理费的收取情况，单位是元；没有收取的也要写明。"),
]


def enter_notes(apps, schema_editor):
    RowHelp = apps.get_model("reports", "RowHelp")
    RowHelp.objects.bulk_create(RowHelp(code=code, text=text) for code, text in NOTES)


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RowHelp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=24, unique=True, verbose_name="行")),
                (
                    "text",
                    models.TextField(help_text="显示在这一行的数据旁边。", verbose_name="填报说明"),
                ),
            ],
            options={
                "verbose_name": "填报说明",
                "verbose_name_plural": "填报说明",
                "ordering": ["code"],
            },
        ),
        migrations.RunPython(enter_notes, migrations.RunPython.noop),
    ]

"""What an office finds filled in: the ways in (art. 31), the fee table, reasons to correct."""

from django.db import migrations

from requests_app.fees import DEFAULT

CONFIRMATION = "confirmation"
CHANNELS = [  # code, name, receipt rule, open, source, unconfirmed
    ("in_person", "当面提交", "submission", True, "条例第三十一条第（一）项", False),
    ("oral_assisted", "口头申请（代为填写）", "submission", True, "条例第二十九条", True),
    ("ems", "邮寄（签收）", "signing", True, "条例第三十一条第（二）项", False),
    ("ordinary_mail", "平常信函", CONFIRMATION, True, "条例第三十一条第（二）项", False),
    ("internet", "网站在线申请", CONFIRMATION, True, "条例第三十一条第（三）项", False),
    ("email", "电子邮件", CONFIRMATION, False, "条例第三十一条第（三）项", True),
    ("fax", "传真", CONFIRMATION, False, "条例第三十一条第（三）项", False),
    ("other", "其他公布的渠道", CONFIRMATION, False, "国办公开办函〔2015〕207号", False),
]
REASONS = [  # 苏政办函〔2019〕98号, taken as the default
    ("未提供申请人姓名或名称、身份证明、联系方式", "请补充所缺的一项，并附身份证明。"),
    ("所需信息的名称、文号或者特征描述不明确", "请写明信息的名称、文号，或者便于查询的其他特征。"),
    ("所需信息的形式、获取方式和途径不明确", "请选择提供形式和获取方式。"),
]


def fill(apps, schema_editor):
    channel = apps.get_model("requests_app", "Channel")
    names = ("code", "name", "receipt_rule", "is_open", "source", "is_unconfirmed")
    channel.objects.bulk_create(
        channel(position=place, **dict(zip(names, row, strict=True)))
        for place, row in enumerate(CHANNELS, 1)
    )
    reason = apps.get_model("requests_app", "CorrectionReason")
    reason.objects.bulk_create(
        reason(position=place, text=text, guidance=guidance)
        for place, (text, guidance) in enumerate(REASONS, 1)
    )
    tariff = apps.get_model("requests_app", "FeeTariff")
    tariff.objects.bulk_create(tariff(**row) for row in DEFAULT)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]

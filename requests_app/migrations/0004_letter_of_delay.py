"""A letter tells the applicant until when the answer is delayed (art. 35).

SQLite makes the table anew for it, so the trigger that guards the letters goes and comes back.
"""

from importlib import import_module

from django.db import migrations, models, transaction

from portal.migrating import ReplaceCheck

guard = import_module("requests_app.migrations.0003_letters_are_immutable")
KINDS = {
    "receipt": "政府信息公开申请接收回执",
    "correction": "政府信息公开申请补正告知书",
    "reasons": "政府信息公开申请说明理由告知书",
    "delay": "政府信息公开申请延迟答复告知书",
    "extension": "政府信息公开申请延期答复告知书",
    "third_party": "政府信息公开第三方意见征询函",
    "consultation_notice": "征求意见告知书",
    "co_producer": "政府信息公开征求意见函（共同制作机关）",
    "other_agency": "政府信息公开协办函",
    "override": "政府信息公开告知书（第三方）",
    "fee": "政府信息公开信息处理费收费通知书",
    "answer": "政府信息公开申请答复书",
    "abandoned": "政府信息公开申请不再处理告知书",
    "service_proof": "送达回证",
}


class ReplaceLetterKinds(ReplaceCheck):
    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if schema_editor.connection.vendor != "sqlite":
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        with transaction.atomic(schema_editor.connection.alias):
            guard.release(None, schema_editor)
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            guard.protect(None, schema_editor)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("requests_app", "0003_letters_are_immutable")]
    operations = [
        migrations.AlterField(
            "letter", "kind", models.CharField("文书", max_length=24, choices=list(KINDS.items()))
        ),
        ReplaceLetterKinds(
            "letter",
            models.CheckConstraint(
                name="letter_kind_is_known", condition=models.Q(kind__in=list(KINDS))
            ),
        ),
    ]

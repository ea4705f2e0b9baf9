"""Wrong words move to the list of the writers; what is left here must not be published at all.

One without its right writing, or too long for that list, stays here as such a word: the inspection
still finds it.
"""

from django.db import migrations, models

LONGEST = 40  # characters of a word there


def move(apps, schema_editor):
    term, wrong_word = (
        apps.get_model(*name)
        for name in (("reports", "InspectionTerm"), ("disclosure", "WrongWord"))
    )
    for row in term.objects.filter(kind="wrong"):
        if row.correct and max(len(row.text), len(row.correct)) <= LONGEST:
            wrong_word.objects.get_or_create(wrong=row.text, defaults={"right": row.correct})
            row.delete()
        else:
            row.kind = "forbidden"
            row.save(update_fields=["kind"])


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0009_writing_aids"),
        ("reports", "0003_self_inspection"),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.AlterModelOptions(
            name="inspectionterm",
            options={
                "ordering": ["kind", "text"],
                "verbose_name": "禁用词",
                "verbose_name_plural": "禁用词",
            },
        ),
        migrations.AlterField(
            model_name="inspectionterm",
            name="kind",
            field=models.CharField(
                choices=[("wrong", "错误写法"), ("forbidden", "禁用词语")],
                default="forbidden",
                max_length=12,
                verbose_name="类别",
            ),
        ),
    ]

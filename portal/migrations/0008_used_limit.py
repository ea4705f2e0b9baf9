from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portal", "0007_reminders_digests_and_channels")]
    operations = [
        migrations.CreateModel(
            name="UsedLimit",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("until", models.DateTimeField(db_index=True)),
            ],
            options={"default_permissions": []},
        ),
    ]

"""The preview moves from the load into lines of its own; a load says since when somebody works on it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("kpis", "0003_comparator_figure")]
    operations = [
        migrations.RemoveField(model_name="load", name="staged"),
        migrations.AddField(
            model_name="load",
            name="working_since",
            field=models.DateTimeField(help_text="When a job for it was last asked for.", null=True),
        ),
    ]

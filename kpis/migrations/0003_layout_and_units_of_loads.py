"""Each load says in which layout its file was, and of how many units it has figures."""

from django.db import migrations, models

from kit.at_once import at_once

# A load without fingerprint was computed; one without source that was read is a highlight table. The layout of a file
# that nobody ever read, and the units of one that was never put into force, cannot be told any more.
FILL = """
    UPDATE kpis_load l SET layout = coalesce(
        (SELECT s.layout FROM kpis_source s WHERE s.id = l.source_id),
        CASE WHEN l.sha256 <> '' AND l.counts <> '{}' THEN 'highlight' ELSE '' END
    );
    UPDATE kpis_load l SET units = (SELECT count(DISTINCT v.unit_id) FROM kpis_value v WHERE v.load_id = l.id)
    WHERE l.state IN ('confirmed', 'undone');
"""


class Migration(migrations.Migration):
    dependencies = [("kpis", "0002_insight")]

    operations = [
        migrations.AddField(
            model_name="load",
            name="layout",
            field=models.CharField(
                blank=True,
                choices=[
                    ("highlight", "Highlight table: one row an indicator, six months of trend, targets"),
                    ("long", "Long: one row a figure"),
                    ("wide", "Wide: one row an indicator, months as columns"),
                ],
                help_text="Empty: its figures were computed.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="load",
            name="units",
            field=models.PositiveIntegerField(
                help_text="How many units it has figures of; empty: not known yet.", null=True
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
    operations = at_once(operations)

from django.db import migrations, models

import kpis.rag


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0001_initial"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="definition",
            name="definition_measured_in_known",
        ),
        migrations.AlterField(
            model_name="definition",
            name="measured_in",
            field=models.CharField(
                choices=[
                    ("percentage", "Percentage"),
                    ("count", "Count"),
                    ("rate", "Rate per 10,000 children"),
                    ("days", "Average days"),
                    ("ratio", "Ratio"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="definitionevent",
            name="measured_in",
            field=models.CharField(
                choices=[
                    ("percentage", "Percentage"),
                    ("count", "Count"),
                    ("rate", "Rate per 10,000 children"),
                    ("days", "Average days"),
                    ("ratio", "Ratio"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddConstraint(
            model_name="definition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "measured_in__in",
                        [
                            kpis.rag.MeasuredIn["PERCENTAGE"],
                            kpis.rag.MeasuredIn["COUNT"],
                            kpis.rag.MeasuredIn["RATE"],
                            kpis.rag.MeasuredIn["DAYS"],
                            kpis.rag.MeasuredIn["RATIO"],
                        ],
                    )
                ),
                name="definition_measured_in_known",
            ),
        ),
    ]

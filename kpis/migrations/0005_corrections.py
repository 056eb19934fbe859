"""A load's word for a figure that it repeats is kept, and so is why it replaced others."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from kit.at_once import at_once


class Migration(migrations.Migration):
    dependencies = [("kpis", "0004_one_current_covers")]

    operations = [
        migrations.AddIndex(
            model_name="stagedline",
            index=models.Index(condition=models.Q(("change", "unchanged")), fields=["old"], name="staged_line_repeats"),
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="load",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="load",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="load",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="load",
            name="corrected_because",
            field=models.CharField(
                blank=True, help_text="Why it replaces figures; older loads were not asked.", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="loadevent",
            name="corrected_because",
            field=models.CharField(
                blank=True, help_text="Why it replaces figures; older loads were not asked.", max_length=300
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="load",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "kpis_loadevent" ("confirmed_at", "confirmed_by_id", "corrected_because", "counts", "file_name", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "staged_at", "staged_by_id", "state", "undone_at", "undone_because", "undone_by_id", "unit_id") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."corrected_because", NEW."counts", NEW."file_name", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."source_id", NEW."staged_at", NEW."staged_by_id", NEW."state", NEW."undone_at", NEW."undone_because", NEW."undone_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="6e12eea74140eaa92b1fcc75b242a4c086eed22d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_33521",
                    table="kpis_load",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="load",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."confirmed_at" IS DISTINCT FROM (NEW."confirmed_at") OR OLD."confirmed_by_id" IS DISTINCT FROM (NEW."confirmed_by_id") OR OLD."corrected_because" IS DISTINCT FROM (NEW."corrected_because") OR OLD."counts" IS DISTINCT FROM (NEW."counts") OR OLD."file_name" IS DISTINCT FROM (NEW."file_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."period" IS DISTINCT FROM (NEW."period") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."staged_at" IS DISTINCT FROM (NEW."staged_at") OR OLD."staged_by_id" IS DISTINCT FROM (NEW."staged_by_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_because" IS DISTINCT FROM (NEW."undone_because") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))',
                    func='INSERT INTO "kpis_loadevent" ("confirmed_at", "confirmed_by_id", "corrected_because", "counts", "file_name", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "staged_at", "staged_by_id", "state", "undone_at", "undone_because", "undone_by_id", "unit_id") VALUES (NEW."confirmed_at", NEW."confirmed_by_id", NEW."corrected_because", NEW."counts", NEW."file_name", NEW."id", NEW."period", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."source_id", NEW."staged_at", NEW."staged_by_id", NEW."state", NEW."undone_at", NEW."undone_because", NEW."undone_by_id", NEW."unit_id"); RETURN NULL;',
                    hash="a7022af8c8232b33a364c73e625113582cea36a6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_36f81",
                    table="kpis_load",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="load",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "kpis_loadevent" ("confirmed_at", "confirmed_by_id", "corrected_because", "counts", "file_name", "id", "period", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "source_id", "staged_at", "staged_by_id", "state", "undone_at", "undone_because", "undone_by_id", "unit_id") VALUES (OLD."confirmed_at", OLD."confirmed_by_id", OLD."corrected_because", OLD."counts", OLD."file_name", OLD."id", OLD."period", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."source_id", OLD."staged_at", OLD."staged_by_id", OLD."state", OLD."undone_at", OLD."undone_because", OLD."undone_by_id", OLD."unit_id"); RETURN NULL;',
                    hash="43e84c7c6d18f8e24a91ed242ccc62d2f4cf0a5a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6ba29",
                    table="kpis_load",
                    when="AFTER",
                ),
            ),
        ),
    ]
    operations = at_once(operations)

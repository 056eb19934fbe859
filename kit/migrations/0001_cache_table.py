from django.core.management import call_command
from django.db import migrations


def create(apps, schema_editor):
    """Sign-in rate limits live in the cache, and the cache in the database, so that they hold across workers."""
    call_command("createcachetable", "kit_cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = []
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

from django.db import migrations

THEMES = {
    "neglect": "Neglect",
    "domestic-abuse": "Domestic abuse",
    "child-exploitation": "Child exploitation",
    "sexual-abuse": "Child sexual abuse",
    "parental-mental-health": "Parents’ mental health",
    "substance-misuse": "Parents’ use of drugs or alcohol",
    "voice-of-the-child": "Voice of the child",
    "fathers-and-other-adults": "Fathers and other adults in the child’s life",
    "management-oversight": "Management oversight",
    "drift-and-delay": "Drift and delay",
    "working-together": "Working together with partners",
    "disabled-children": "Disabled children",
    "identity-and-culture": "Identity and culture",
    "permanence": "Permanence and stability",
}


def add(apps, schema_editor):
    theme = apps.get_model("audits", "Theme")
    there = set(theme.objects.values_list("code", flat=True)) | set(theme.objects.values_list("name", flat=True))
    theme.objects.bulk_create(
        theme(code=code, name=name) for code, name in THEMES.items() if code not in there and name not in there
    )


class Migration(migrations.Migration):
    dependencies = [("audits", "0004_second_person")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]

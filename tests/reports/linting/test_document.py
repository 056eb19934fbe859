"""docs/linting.md is the list of rules."""

from django.conf import settings

from reports.linting import RULES, as_markdown


def test_the_document_says_what_the_rules_say():
    """When this fails: python -m qaportal.run manage write_linting."""
    written = (settings.BASE_DIR / "docs" / "linting.md").read_text()

    assert written == as_markdown()
    assert [rule for rule in RULES if f"| `{rule.key}` | {rule.weight} | {rule.finds} |" not in written] == []

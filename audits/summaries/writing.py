"""What an auditor needs to write one page: its boxes' saved words, the themes in use, and answers to offer."""

from collections.abc import Mapping

from audits.models import Theme


def themes_offered(marked: Mapping[str, str]) -> list[tuple[str, str]]:
    """The themes in use, and those marked here before they went out of use."""
    in_use = Theme.objects.filter(is_in_use=True).values_list("code", "name")
    return sorted({**dict(in_use), **marked}.items(), key=lambda theme: theme[1])

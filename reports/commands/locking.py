"""Two people who change one report wait for one another."""

from reports.models import Report


def locked(report: Report) -> Report:
    """The report as it is now, until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit", "author").get(pk=report.pk)

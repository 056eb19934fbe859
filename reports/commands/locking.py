"""Two people who change one report wait for one another."""

from people.access import lineage
from people.models import Unit
from reports.models import Report


def locked(report: Report) -> Report:
    """The report as it is now, until the transaction ends."""
    return Report.objects.select_for_update(of=("self",)).select_related("unit", "author").get(pk=report.pk)


def locked_to_publish(report: Report) -> Report:
    """The report as it is now, while nobody publishes another report of the same council.

    What is published is protected against what was published before: of two at once neither would see the other. Who
    only refers to the council, as every new row about it does, need not wait.
    """
    path = Unit.objects.values_list("path", flat=True).get(pk=report.unit_id)
    Unit.objects.select_for_update(no_key=True).get(path=lineage(path)[0])
    return locked(report)

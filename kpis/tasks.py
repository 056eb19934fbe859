"""The jobs of this app: a file is checked, a preview is put into force."""

from django.utils import timezone

from kit.jobs import job
from kit.uploads import NotReadable
from kpis import after_loads, commands, loading
from kpis.models import Load
from kpis.previews import definitions_for
from kpis.returns import Refusal, Return
from people.access import Refused
from people.models import User

FAILED = "Something went wrong in the portal while it worked on this file. Nothing of it was loaded. Check it again."

FORGOTTEN = "What the columns of {} mean was forgotten. Say it again under “Change what the columns mean”."


@job
def check_load(load: int, by: int | None) -> None:
    """Read the file of a load and stage what it says. Does nothing to a load that is past that."""
    commands.reap(at=timezone.now())
    found = Load.objects.select_related("unit", "source").get(pk=load)
    if found.state != Load.State.CHECKING or found.file is None:
        return
    user = User.objects.get(pk=by) if by else None
    try:
        commands.stage(_read(found, user), load=found, by=user)
    except Exception:
        commands.fail(found, FAILED, by=None)
        raise


def _read(load: Load, by: User | None) -> Return:
    def tell(count: int) -> None:
        Load.objects.filter(pk=load.pk).update(done=count)

    if load.source and not load.source.mapping:
        reason = FORGOTTEN.format(load.source.name)
        return Return(load.file_name, load.sha256, load.period, refusals=[Refusal(None, "", "", reason)])
    try:
        file = loading.open_table(bytes(load.file), name=load.file_name)
    except NotReadable as fault:
        return Return(load.file_name, load.sha256, load.period, refusals=[Refusal(None, "", "", str(fault))])
    return loading.read_file(
        file,
        mapping=loading.Mapping.of(load.source.mapping) if load.source else None,
        period=load.period,
        known=loading.known_for(load.unit, by=by, today=timezone.localdate()),
        definitions=definitions_for(load.period) if load.period else {},
        tell=tell,
    )


@job
def confirm_load(load: int, by: int | None) -> None:
    """Put a preview into force."""
    found = Load.objects.get(pk=load)
    if found.state != Load.State.CONFIRMING:
        return
    try:
        after_loads.confirm(found, by=User.objects.get(pk=by) if by else None)
    except Refused as refusal:
        commands.fail(found, str(refusal), by=None)
    except Exception:
        commands.fail(found, FAILED, by=None)
        raise

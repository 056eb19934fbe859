"""Migrations that draw their models up again once, not after every operation.

Django draws a changed model up again, with all that are related to it (here nearly all), after each operation. What
operations do to the database needs only the models as they were before and as they are after several of them, as long
as none builds on another. What `makemigrations` writes gets the line `operations = at_once(operations)` at its end.
"""

from collections.abc import Iterable, Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import operations as known
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

ADDING = {known.AddConstraint: "constraint", known.AddIndex: "index", AddTrigger: "trigger"}
REMOVING = (known.RemoveField, known.RemoveConstraint, known.RemoveIndex, RemoveTrigger)
FIELDS = (known.AddField, known.AlterField, known.RemoveField)


def at_once(operations: Iterable[Operation]) -> list[Operation]:
    """The same operations in the same order, as few groups; what cannot be in a group stands alone."""
    found: list[Operation] = []
    for operation in operations:
        if not _is_plain(operation):
            found.append(operation)
        elif found and isinstance(found[-1], AtOnce) and not found[-1].is_needed_by(operation):
            found[-1] = AtOnce([*found[-1].operations, operation])
        else:
            found.append(AtOnce([operation]))
    return found


class AtOnce(Operation):
    """Operations of which none needs the models that another leaves behind."""

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    def is_needed_by(self, other: Operation) -> bool:
        """Is `other` about something that these make or change? What they remove was there before."""
        made = {_subject(each) for each in self.operations if not isinstance(each, REMOVING)} - {None}
        subject = _subject(other)
        return subject is not None and (subject in made or (subject[0], "") in made)

    @property
    def reversible(self) -> bool:  # type: ignore[override]
        return all(each.reversible for each in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        apps = state.__dict__.pop("apps", None)  # nothing is drawn up where nothing was
        for each in self.operations:
            each.state_forwards(app_label, state)
        if apps is not None:
            state.apps = apps
            changed = {subject[0] for each in self.operations if (subject := _subject(each))}
            state.reload_models({(app_label, model) for model in changed})

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        for each in reversed(self.operations):
            # A constraint may speak of a field that came with it.
            then = from_state if isinstance(each, known.AddConstraint) else to_state
            each.database_backwards(app_label, schema_editor, from_state, then)

    def describe(self) -> str:
        return "; ".join(each.describe() for each in self.operations)


def _is_plain(operation: Operation) -> bool:
    """Is it a change of the schema or bare SQL, whose models need not be drawn up for anybody else?"""
    if isinstance(operation, known.RunSQL):
        return not operation.state_operations
    return type(operation) in (known.CreateModel, *ADDING, *REMOVING, *FIELDS)


def _subject(operation: Operation) -> tuple[str, str] | None:
    """The model that it is about, and what of it (empty: the whole); bare SQL is about none."""
    if isinstance(operation, known.RunSQL):
        return None
    if isinstance(operation, known.CreateModel):
        return operation.name_lower, ""
    made = ADDING.get(type(operation))
    name = getattr(operation, made).name if made else operation.name
    return operation.model_name.lower(), name.lower()

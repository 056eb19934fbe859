"""Every field of every model is declared safe or sensitive by its own app, in `<app>/privacy.py`."""

import importlib

import pytest
from django.apps import apps
from django.db import models

from audits.grading import Grade

OURS = ["people", "improvement", "audits", "kpis", "reports"]


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def models_of(label: str) -> list[type[models.Model]]:
    """The app's own models; the history tables beside them repeat fields that are declared there."""
    return [model for model in apps.get_app_config(label).get_models() if not is_history(model)]


def fields_of(model: type[models.Model]) -> set[str]:
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return {field.name for field in fields}


@pytest.mark.parametrize("label", OURS)
def test_every_field_is_declared_once(label):
    existing = {model.__name__: fields_of(model) for model in models_of(label)}
    if not existing:
        pytest.skip(f"{label} has no tables")
    privacy = importlib.import_module(f"{label}.privacy")
    declared = {
        name: privacy.SAFE.get(name, set()) | privacy.SENSITIVE.get(name, set())
        for name in [*privacy.SAFE, *privacy.SENSITIVE]
    }

    assert declared == existing
    twice = {name: privacy.SAFE[name] & privacy.SENSITIVE.get(name, set()) for name in privacy.SAFE}
    assert {name: fields for name, fields in twice.items() if fields} == {}


def free_text() -> list[tuple[str, str]]:
    """Every unbounded text and every JSON field of ours, where people's words may lie."""
    return [
        (label, f"{model.__name__}.{field.name}")
        for label in OURS
        for model in models_of(label)
        for field in model._meta.concrete_fields
        if isinstance(field, (models.TextField, models.JSONField)) and not field.choices
    ]


def test_no_free_text_is_declared_safe_without_thought():
    """A sentence about practice may hold what it should not, so safe free text is listed here, each with its reason."""
    safe_with_reason = {
        **{
            f"audits.{name}": "part of a tool, written before anybody's practice is looked at"
            for name in (
                *(
                    f"{m}.{g}"
                    for m in ("ToolVersion", "Section")
                    for g in ("guidance", *(grade.value for grade in Grade))
                ),
                "ToolVersion.purpose",
                "ToolVersion.limits",
                "Section.shown_when",
                "Question.guidance",
                "Question.choices",
                "Question.shown_when",
            )
        },
        **{
            f"kpis.{name}": "published, or about how indicators are counted"
            for name in (
                "Definition.description",
                "Definition.why_it_matters",
                "Source.headings",
                "Source.mapping",
                "Load.targets",
                "ComparatorFile.columns",
                "ComparatorFile.categories",
                "ComparatorFile.measures",
                "ComparatorRow.category",
                "ComparatorRow.cells",
                "ComparatorSeries.category",
                "ApiClient.scopes",
            )
        },
        "kpis.Load.counts": "how many rows were added, changed and refused",
        "reports.Reader.kinds": "kinds of report that somebody wants e-mails about",
        **{
            f"reports.{name}": "said to all readers by who publishes, and searched for case references"
            for name in ("Publication.corrects", "Report.correction", "Report.withdrawn_because")
        },
        **{
            f"reports.{name}": "headings of a kind of report, and hints for its authors: they are about no report"
            for name in ("Report.arrangement", "Adaptation.arrangement")
        },
        "reports.Publication.shown": "the tables of the public edition as everybody reads them",
        "people.Event.detail": "numbers and states, kept so by people.events",
    }
    found = []
    for label, name in free_text():
        model, field = name.split(".")
        safe = importlib.import_module(f"{label}.privacy").SAFE
        if field in safe.get(model, set()):
            found.append(f"{label}.{name}")

    assert sorted(found) == sorted(safe_with_reason)


def test_a_history_table_keeps_no_password():
    kept = {
        field.name
        for model in apps.get_models()
        if is_history(model)
        for field in model._meta.concrete_fields
        if field.name in {"password", "last_login"}
    }

    assert kept == set()

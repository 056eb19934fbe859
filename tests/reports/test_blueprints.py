"""Adding a kind of report is adding a file, and nothing else."""

import textwrap

import pytest

from people.models import User
from reports import assembly, blueprints, commands
from tests.factories import at


@pytest.mark.usefixtures("files_at_once")
def test_a_new_kind_needs_one_file(tmp_path, monkeypatch, cast, places):
    (tmp_path / "leaflet.py").write_text(
        textwrap.dedent(
            """
            from reports.blueprints import Blueprint, Slot
            from reports.blueprints.quarterly import BLUEPRINT as quarterly
            from reports.content import Section, Text

            BLUEPRINT = Blueprint(
                kind="leaflet", title="Leaflet", file_name="leaflet", audience="Families",
                route=(), slots=(Slot("words", "text", "Words", "What to say."),),
                period_of=quarterly.period_of, latest_periods=quarterly.latest_periods,
                gather=lambda unit, period, today, earlier: None,
                suggest=lambda figures: {},
                missing=lambda figures, words: [] if words else ["Write some words."],
                sections=lambda figures, words, period: [Section("a", 1, "A", (Text(words["words"]["prose"]),))],
            )
            """
        )
    )
    monkeypatch.setattr(blueprints, "__path__", [*blueprints.__path__, str(tmp_path)])

    report = commands.start_report(
        kind="leaflet", unit=places.council, starts_on=at(2026, 5, 1).date(), by=cast.quinn, at=at(2026, 5, 1)
    )
    report = commands.save_words(report, {"words": {"prose": "We listen."}}, version=1, by=cast.quinn)
    report = commands.send(report, by=cast.quinn, at=at(2026, 7, 1))
    published = commands.publish(report, by=cast.quinn, at=at(2026, 7, 1))

    assert assembly.words_of(report) == {"words": {"prose": "We listen."}}
    assert sorted(file.name for file in published.files.all()) == [
        "leaflet-2026-27-q1.docx", "leaflet-2026-27-q1.html", "leaflet-2026-27-q1.pdf",
        "leaflet-2026-27-q1.pptx", "leaflet-2026-27-q1.xlsx",
    ]  # fmt: skip
    assert User.objects.filter(pk=published.published_by_id).exists()


def test_every_kind_asks_for_the_lead_director_of_its_cover():
    places = {
        kind: [slot.key for slot in each.slots].count("lead_director") for kind, each in blueprints.discovered().items()
    }

    assert places == {"decision": 1, "highlight": 1, "practice": 1, "quarterly": 1, "scrutiny": 1}

"""Figures in prose: what authors may write, what it becomes, and what it never becomes."""

from dataclasses import dataclass

import pytest

from reports import content, prose, tokens
from reports.content import ContentError, Source
from reports.prose import Span
from tests.reports import sample


@dataclass(frozen=True)
class Shown:
    key: str
    shown: str


FIGURES = {
    "indicator 3.3 value": Shown("indicator-3.3", "94.2% (743 of 789, August 2023)"),
    "indicator 5.10 value": Shown("indicator-5.10", "no data (August 2023)"),
    "audits good or better": Shown("audits-good-or-better", "57% (43 of 75 records, October to December 2016)"),
    "audits lowered in moderation": Shown("audits-lowered-in-moderation", "[c] (of 13 moderated audits, May 2026)"),
}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Seen: {{ indicator 3.3 value }}.", "Seen: 94.2% (743 of 789, August 2023)."),
        ("{{indicator 3.3 value}}", "94.2% (743 of 789, August 2023)"),
        ("{{  Indicator   3.3\nVALUE }}", "94.2% (743 of 789, August 2023)"),
        ("{{ audits good or better }} good", "57% (43 of 75 records, October to December 2016) good"),
        ("{{ indicator 5.10 value }}", "no data (August 2023)"),
        ("{{ audits lowered in moderation }}", "[c] (of 13 moderated audits, May 2026)"),
        ("{{ indicator 9.9 value }}", "{{ indicator 9.9 value }}"),
        ("{{ indicator 3.3 }}", "{{ indicator 3.3 }}"),
        ("{{{ indicator 3.3 value }}}", "{94.2% (743 of 789, August 2023)}"),
        ("{{ indicator {{ indicator 3.3 value }} value }}", "{{ indicator 94.2% (743 of 789, August 2023) value }}"),
        ("{{ 7*7 }}", "{{ 7*7 }}"),
        ("{{ settings.SECRET_KEY }}", "{{ settings.SECRET_KEY }}"),
        ("{% load static %}{# a #}", "{% load static %}{# a #}"),
        ("{{ indicator.3.3.value }}", "{{ indicator.3.3.value }}"),
        ("{{ indicator 3.3 value|safe }}", "{{ indicator 3.3 value|safe }}"),
        ("#{7*7} ${7*7} <%= 7*7 %> #panic()", "#{7*7} ${7*7} <%= 7*7 %> #panic()"),
        ("\ue000indicator-3.3\ue001100% (1 of 1)\ue002", "indicator-3.3100% (1 of 1)"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ],
)
def test_what_is_typed_and_what_is_read(typed, read):
    assert tokens.as_shown(tokens.fill(typed, FIGURES)) == read


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("{{ indicator 3.3 value }}", []),
        (
            "{{ indicator 9.9 value }} and {{indicator 9.9 value}}",
            ["{{ indicator 9.9 value }}", "{{indicator 9.9 value}}"],
        ),
        ("{{ audits agred }}", ["{{ audits agred }}"]),
        ("{{ 7*7 }} {{ settings.DEBUG }} {% if %}", []),
    ],
)
def test_what_is_left_is_told(typed, left):
    assert tokens.unknown(tokens.fill(typed, FIGURES)) == left


def test_a_long_line_of_braces_costs_no_more_than_its_length():
    assert tokens.as_shown(tokens.fill("{{ indicator " * 50_000, FIGURES)) == "{{ indicator " * 50_000


def test_a_filled_text_knows_its_sources_and_nobody_can_type_one():
    filled = tokens.fill("{{ indicator 3.3 value }}, {{ audits good or better }}, {{ indicator 3.3 value }}", FIGURES)

    assert tokens.keys_in(filled) == ["indicator-3.3", "audits-good-or-better", "indicator-3.3"]
    assert content.plain("\ue000indicator-3.3\ue001100%\ue002") == "indicator-3.3100%"
    assert not tokens.is_broken(filled)
    assert tokens.is_broken(filled[:-1])


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("audits good or better", "audits-good-or-better"),
        ("indicator 2.10a", "indicator-2.10a"),
        ("indicator CIN-3/<b>", "indicator-cin_2d_3_2f__3c_b_3e_"),
        ("indicator a b", "indicator-a-b"),
    ],
)
def test_a_key_is_fit_for_an_address(name, key):
    assert tokens.key_of(name) == key


def test_a_figure_is_a_span_of_its_own_and_nothing_in_it_is_markdown():
    shown = {"audits agreed": Shown("audits-agreed", "1. *13* _of_ 14")}
    filled = tokens.fill("**So {{ audits agreed }}**\n\n- {{ audits agreed }}\n- *other*", shown)

    first, second = prose.paragraphs(filled)

    assert first == prose.Paragraph(
        "paragraph",
        ((Span("So ", bold=True), Span("1. *13* _of_ 14", bold=True, source="audits-agreed")),),
    )
    assert second == prose.Paragraph(
        "bullets", ((Span("1. *13* _of_ 14", source="audits-agreed"),), (Span("other", italic=True),))
    )
    assert prose.spans("\ue0000\ue002 \x000\x00") == (Span("0 0"),)


SOURCE = Source("audits-agreed", "Audits agreed", "13", "May 2026", "of 14", "Agreed.", "All.", "2026-07-20", "Portal.")


def test_a_document_names_only_sources_that_it_has():
    text = content.Text(f"So {tokens.marked('audits-agreed', '13')} of {tokens.marked('gone', '14')}.")
    facts = content.Facts("A", (content.Fact("B", "1", "May", "of 9", "lost"),))
    document = sample.saying(text, facts)

    assert content.named_sources(document.sections) == ["audits-agreed", "gone", "lost"]
    with pytest.raises(ContentError) as refused:
        content.check(content.Document(document.cover, document.sections, (SOURCE, SOURCE)))
    assert str(refused.value) == (
        "There are two sources “audits-agreed”. A figure names the source “gone”, which is not there. "
        "A figure names the source “lost”, which is not there."
    )
    assert [text for _, text in content.texts(document) if text.startswith("So")] == ["So 13 of 14."]


def test_a_part_of_a_mark_is_refused():
    document = sample.saying(content.Text("So \ue000audits-agreed\ue001 13."))

    with pytest.raises(ContentError, match=r"^Section “Only section” holds a part of a figure’s mark\.$"):
        content.check(document)

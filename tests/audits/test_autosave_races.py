"""200 times two tabs save the same page at the same moment, over connections of their own: nothing is lost silently.

After each round every word that was sent is either stored, or its sender was told (409) and shown both texts.
"""

import html
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from audits.models import Audit, Written
from tests.audits.questions import CONTENT, publish

ROUNDS = 200
pytestmark = pytest.mark.django_db(transaction=True)


def words(tab, number):
    """What one tab sends in one round: something in a box of every kind."""
    mine = f"{tab} wrote {number}"
    return {
        "answer_why-not": f"Because {mine}", "answer_place": "home" if tab == "first" else "school",
        "answer_methods": ["talk"] if tab == "first" else ["play", "draw"], "grade": "good", "rationale": f"How {mine}",
        "difference": f"Difference {mine}", "strengths": f"Strength {mine}", "focus": "", "seen_0": f"Seen {mine}",
        "on_0_day": "12", "on_0_month": "3", "on_0_year": "2026", "autosave": "1",
    }  # fmt: skip


def is_stored(audit, sent):
    draft = Written.of(audit).draft("visits")
    stored = (
        draft.rationale, draft.difference, draft.strengths, [note.text for note in draft.evidence],
        draft.answers["why-not"].value, draft.answers["place"].value, draft.answers["methods"].value,
    )  # fmt: skip
    return stored == (
        sent["rationale"], sent["difference"], (sent["strengths"],), [sent["seen_0"]],
        sent["answer_why-not"], sent["answer_place"], sent["answer_methods"],
    )  # fmt: skip


def shows(answer, *texts):
    panel = html.unescape(re.sub(r"<[^>]+>", " ", answer.json()["panel"]))
    return all(text in panel for text in texts)


def test_of_200_races_none_loses_a_word_silently(cast, allocate):
    audit = allocate(tool_version=publish(CONTENT, by=cast.quinn))
    address = reverse("audits:domain", args=[audit.pk, "visits"])
    clients = {}
    for tab in ("first", "second"):
        clients[tab] = Client()
        clients[tab].force_login(cast.ana)
    start = Barrier(2)

    def save(tab, sent):
        start.wait()
        return clients[tab].post(address, sent)

    def close(_):
        start.wait()  # so that each thread closes its own
        connection.close()

    outcomes, wrong = [], []
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            version = Audit.objects.get(pk=audit.pk).version
            sent = {tab: {**words(tab, number), "version": version} for tab in clients}
            answers = dict(zip(sent, pool.map(save, sent, sent.values()), strict=True))
            statuses = sorted(answer.status_code for answer in answers.values())
            outcomes.append(statuses)
            kept = [tab for tab in sent if is_stored(audit, sent[tab])]
            told = [tab for tab, answer in answers.items() if answer.status_code == 409]
            both = [sent[tab][box] for tab in sent for box in ("rationale", "difference", "strengths", "seen_0")]
            if sorted([*kept, *told]) != ["first", "second"] or not all(shows(answers[tab], *both) for tab in told):
                wrong.append((number, statuses, kept, told))
        list(pool.map(close, range(2)))

    assert wrong == []
    assert outcomes == [[200, 409]] * ROUNDS
    print(f"\n{ROUNDS} races: one saved and one told in each; no word lost")

"""Two at once, on real connections: exactly one wins, and the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from audits import commands
from audits.grading import Grade
from audits.models import Audit, Grading, Moderation
from people.access import Refused

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS = 6


def at_once(*moves):
    """Run the moves on connections of their own, starting together; each ends with its result or its refusal."""
    start = Barrier(len(moves))

    def run(move):
        try:
            start.wait()
            return move()
        except Refused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(moves)) as pool:
        return list(pool.map(run, moves))


def test_of_many_tabs_saving_the_same_domain_one_wins_and_the_others_keep_their_words(cast, allocated):
    def save(number):
        draft = commands.SectionDraft(Grade.GOOD, f"From tab {number}")
        return lambda: commands.save_sections(allocated, {"voice": draft}, version=1, by=cast.ana)

    ends = at_once(*(save(number) for number in range(WRITERS)))

    assert sum(isinstance(end, Audit) for end in ends) == 1
    assert sum(isinstance(end, commands.Conflict) for end in ends) == WRITERS - 1
    winner = next(number for number, end in enumerate(ends) if isinstance(end, Audit))
    assert Grading.objects.get(audit=allocated).rationale == f"From tab {winner}"


def test_of_two_moderators_one_takes_the_audit_on(cast, submitted):
    ends = at_once(*(lambda by=by: commands.begin_moderation(submitted, by=by) for by in (cast.mo, cast.amo)))

    assert sorted(type(end).__name__ for end in ends) == ["Moderation", "Refused"]
    assert Moderation.objects.filter(audit=submitted).count() == 1


def test_submitting_twice_submits_once(cast, allocated, write):
    write(allocated)

    ends = at_once(*(lambda: commands.submit(allocated, by=cast.ana) for _ in range(2)))

    assert sorted(type(end).__name__ for end in ends) == ["Audit", "Refused"]


def test_what_is_saved_while_submitting_is_either_in_the_audit_or_refused(cast, allocated, write):
    write(allocated)
    words = {"voice": commands.SectionDraft(Grade.INADEQUATE, "At the last second")}

    saved, submitted = at_once(
        lambda: commands.save_sections(allocated, words, by=cast.ana), lambda: commands.submit(allocated, by=cast.ana)
    )

    assert isinstance(submitted, Audit)
    kept = Grading.objects.get(audit=allocated, section__code="voice").rationale == "At the last second"
    assert kept is not isinstance(saved, Refused)

"""The kind question: words that tell only what was done are recognised, words about a child's life are left alone."""

import pytest

from audits.impact import speaks_only_of_compliance

ONLY_DONE = [
    "Form completed on time.",
    "The assessment was done within timescale.",
    "All documents are on file.",
    "Visits were held in timescale and recorded within two working days.",
    "The plan is in place and signed.",
    "All paperwork is complete and up to date.",
    "Statutory visits completed. Case notes uploaded the same day.",
    "Assessment completed within 45 working days and authorised by the manager.",
    "The chronology has been updated and the genogram is on the file.",
    "Core group minutes were circulated to the network.",
    "The report was submitted before the deadline.",
    "Procedures were followed throughout.",
    "Compliant with policy.",
    "Home visits were completed every ten days.",
    "The risk assessment was completed and filed.",
    "The plan was signed by both parents and uploaded.",
    "Voice of the child section completed.",
    "Wishes and feelings forms are on file.",
    "Health assessment up to date; dental check recorded.",
    "The child was visited within the statutory timescale on each occasion.",
    "Supervision has been held monthly and recorded on the template.",
    "Safety plan in place.",
    "The conference was held in time and the minutes distributed to the family.",
    "FORM COMPLETED IN TIME",
    "Timely recording, good documentation.",
]
ABOUT_THE_CHILD = [
    "",
    " \n",
    "Good work.",
    "The worker saw the child alone twice a month.",
    "The form was completed on time, and because of the plan he sleeps in his own bed again.",
    "Visits were in timescale. She told her worker that home is calmer now.",
    "The plan was updated after the visit and the children are safer.",
    "He is back at school four days a week; the documents say how that came about.",
    "Her mother has stopped drinking and the boys eat a meal together each evening.",
    "Recorded promptly. The boy said that he trusts his worker.",
    "All within timescale, and the risk of exploitation has gone down since the summer.",
    "Supervision was held monthly and led to a new plan when drift was noticed.",
    "The review was held on time and changed where she lives.",
    "The safety plan was tested: the grandmother came on the Saturday when she was needed.",
    "The assessment is complete and gives a vivid picture of what each day is like at home.",
    "It was completed late, but the family understood every word of it.",
    "Documents are on file. What helped most was the walk to football each week.",
    "The father was found and heard, and contact was made within the deadline.",
    "Direct work was recorded: she drew her bedroom and the lock on the door.",
    "He is growing and gains weight; the health plan is up to date.",
    "The plan changed after the visit.",
    "The child is safer than in May.",
]


@pytest.mark.parametrize("words", ONLY_DONE)
def test_what_tells_only_of_compliance_is_questioned(words):
    assert speaks_only_of_compliance(words)


@pytest.mark.parametrize("words", ABOUT_THE_CHILD)
def test_what_tells_of_a_life_is_left_alone(words):
    assert not speaks_only_of_compliance(words)


def test_one_text_about_the_child_is_enough():
    assert speaks_only_of_compliance("Completed on time.", "All in timescale.")
    assert not speaks_only_of_compliance("Completed on time.", "She is back at school.")


def test_a_megabyte_of_words_is_read_at_once():
    assert speaks_only_of_compliance("completed " * 100_000)

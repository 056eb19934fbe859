"""What was published stays readable: a report as the portal kept it in November 2026, with every block there was.

The file is never written anew. Whoever changes a block, a cover or a table of counts so that it can no longer be read
gives what is new a default.
"""

import json
from pathlib import Path

import pytest

from reports import content, disclosure
from reports.renderers import FORMATS
from tests.reports.test_formats import words_of

KEPT = json.loads((Path(__file__).parent / "frozen_2026_11.json").read_text())


def covers(now, then):
    """Does `now` say all that `then` said? It may say more."""
    if isinstance(then, dict):
        return isinstance(now, dict) and all(key in now and covers(now[key], value) for key, value in then.items())
    if isinstance(then, list):
        return isinstance(now, list) and len(now) == len(then) and all(map(covers, now, then))
    return now == then


def test_it_has_its_fingerprint_and_is_read_to_the_last_word():
    assert content.fingerprint(KEPT["content"]) == KEPT["sha256"]
    assert covers(content.to_json(content.from_json(KEPT["content"])), KEPT["content"])


@pytest.mark.parametrize("key", FORMATS)
def test_every_format_is_still_made_of_it(key):
    data = FORMATS[key].render(content.from_json(KEPT["content"]), KEPT["sha256"])

    words = "".join(words_of(key, data).split())
    for said in ("Private fostering visits", "What families said", "1,030"):
        assert "".join(said.split()) in words, said


def test_later_editions_are_still_protected_against_its_tables():
    assert covers(disclosure.to_keep(disclosure.kept(KEPT["shown"])), KEPT["shown"])

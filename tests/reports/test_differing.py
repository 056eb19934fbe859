"""What differs between two texts, word by word."""

import random
import time

import pytest

from reports.differing import Piece, word_diff


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("Same words.", "Same words.", [("same", "Same words.")]),
        ("", "All new.", [("added", "All new.")]),
        ("All gone.", "", [("removed", "All gone.")]),
        ("It is late.", "It was late.", [("same", "It"), ("removed", "is"), ("added", "was"), ("same", "late.")]),
        ("One two", "One  two", [("same", "One two")]),
        ("One\nTwo", "One\nTwo\nThree", [("same", "One\nTwo"), ("added", "\nThree")]),
        ("a b c", "c", [("removed", "a b"), ("same", "c")]),
        ("late late", "late", [("same", "late"), ("removed", "late")]),
        ("<b>x</b>", "<b>y</b>", [("removed", "<b>x</b>"), ("added", "<b>y</b>")]),
    ],
)  # fmt: skip
def test_words_that_were_taken_out_and_words_that_are_new(before, after, pieces):
    assert word_diff(before, after) == [Piece(kind, text) for kind, text in pieces]


def test_both_texts_can_be_read_out_of_the_pieces():
    draw = random.Random(7)
    for _ in range(200):
        old, new = ([draw.choice(["a", "b", "c", "\n"]) for _ in range(draw.randrange(30))] for _ in range(2))
        pieces = word_diff(" ".join(old), " ".join(new))
        for kind, words in (("added", old), ("removed", new)):
            read = [w for each in pieces if each.kind != kind for w in each.text.replace("\n", " \n ").split(" ") if w]
            assert read == words


def test_the_longest_text_of_one_word_is_compared_at_once():
    started = time.monotonic()
    pieces = word_diff("x " + "a b " * 2000, "y " + "b a " * 2000 + "z")

    assert time.monotonic() - started < 1
    assert [each.kind for each in pieces] == ["removed", "added"]

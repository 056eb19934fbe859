"""Which way words run, and which letters are drawn in another order than they are read."""

import pytest

from kit import scripts

ARABIC, HEBREW, HINDI = "مرحبا", "שלום", "हिन्दी"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False), ("plans", False), ("café, Łódź", False), ("Ελληνικά Русский ትግርኛ 你好 😀", False),
        (ARABIC, True), (f"plans {HEBREW}", True), (HINDI, True), ("ไทย", True), ("ẹ̀kọ́", True), ("e\u0301", True),
    ],
)  # fmt: skip
def test_letters_that_are_drawn_in_another_order(text, expected):
    assert scripts.is_complex(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", False), ("12 (2026)", False), ("plans", False), (HINDI, False), (ARABIC, True),
        (f"12 ({HEBREW}) plans", True),
        (f"plans {ARABIC}", False), ("\u202eplans", False),
    ],
)  # fmt: skip
def test_words_run_as_their_first_letter_does(text, expected):
    assert scripts.runs_right_to_left(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("plans", [("plans", False)]),
        ("... !", [("... !", False)]),
        (f"He said {ARABIC} {HEBREW} (2026) to us.",
         [("He said ", False), (f"{ARABIC} {HEBREW}", True), (" (2026) to us.", False)]),
        (f"{ARABIC}, Quality {HEBREW}.", [(ARABIC, True), (", Quality ", False), (f"{HEBREW}.", True)]),
        (f"({HEBREW})", [(f"({HEBREW})", True)]),
    ],
)  # fmt: skip
def test_words_are_divided_where_the_direction_changes(text, expected):
    found = list(scripts.pieces(text))

    assert found == expected
    assert "".join(part for part, _ in found) == text

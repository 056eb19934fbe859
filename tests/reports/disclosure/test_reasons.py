"""What authors and readers are told about numbers that are not shown."""

import pytest

from reports.content import SUPPRESSED_NOTE
from reports.disclosure import Reason, Suppression, by_table, explain


@pytest.mark.parametrize(
    ("texts", "notes"),
    [
        ([], ()),
        (["12", "0%"], ()),
        (["of [c] records"], (SUPPRESSED_NOTE,)),
        (["[x]", "[c]", "[x]"], (SUPPRESSED_NOTE, "[x] means not available.")),
        (["[z]", "[low]", "[u]", "[k]"], (
            "[z] means not applicable.", "[low] means rounds to zero but is not zero.", "[u] means low reliability.",
            "[k] means rounds to zero but is not zero.",
        )),
        (["c", "low", "x"], ()),  # words are no symbols
    ],
)  # fmt: skip
def test_each_symbol_is_explained_once_where_it_is_used(texts, notes):
    assert explain(texts) == notes


def test_reasons_stand_by_table_row_and_reason():
    small, row = (
        lambda line, column: Suppression("Grades", line, column, Reason.SMALL, "Small."),
        lambda line, column: Suppression("Grades", line, column, Reason.ROW, "Row."),
    )

    listed = by_table([
        small("A", "Good"), small("A", "RI"), row("A", "Inadequate"), small("B", "Good"),
        Suppression("Moderation", "All", "Raised", Reason.SMALL, "Small."),
    ])  # fmt: skip

    assert listed == {
        "Grades": [("A", "Good, RI", "Small."), ("A", "Inadequate", "Row."), ("B", "Good", "Small.")],
        "Moderation": [("All", "Raised", "Small.")],
    }

"""Of which blocks a section can be made, in which order, and how that is stored: rules about plain values."""

import pytest

from reports import arranging, content
from reports.arranging import BlockEntry, Entry
from reports.blueprints import blueprint_of
from reports.content import Image, Text
from reports.pictures import Placed, with_pictures

QUARTERLY = blueprint_of("quarterly")
AUDITS = ["numbers", "grades", "sides", "moderation", "agreement"]


def entry_of(*blocks, section="audit_findings"):
    return Entry(section, "What audits found", blocks=blocks)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (entry_of(), ""),
        (entry_of(BlockEntry("grades", is_in=False)), ""),
        (entry_of(BlockEntry("sides", is_in=False)),
         "“Practice strengths and areas for focus” stays. The report cannot do without it."),
        (entry_of(BlockEntry("useful", is_in=False), section="useful"),
         "“Useful information” stays. It is what its section is about."),
        (entry_of(BlockEntry("counts", is_in=False), BlockEntry("list", is_in=False), section="actions"),
         "Leave at least one block in “What audits found”."),
        (entry_of(BlockEntry("counts", is_in=False), BlockEntry("list", is_in=False), BlockEntry("picture-1"),
                  section="actions"), "Leave at least one block in “What audits found”."),
        (entry_of(BlockEntry("block-1", kind="text", title="Notes")), ""),
        (entry_of(BlockEntry("block-1", kind="chart", title="Notes")), "Choose the kind of block from the list."),
        (entry_of(BlockEntry("block-1", kind="text", title=" ")), "Give the block a name."),
        (entry_of(BlockEntry("block-1", kind="text", title="x" * 101)),
         "The name of a block has at most 100 letters; this one has 101."),
        (entry_of(BlockEntry("block-1", kind="text", title="how many AUDITS")),
         "“What audits found” has a block called “how many AUDITS” already. Give each a name of its own."),
        (entry_of(*(BlockEntry(f"block-{n}", kind="text", title=f"Own {n}") for n in range(26))),
         "A section has at most 30 blocks; “What audits found” has 31."),
    ],
)  # fmt: skip
def test_what_a_section_cannot_be_made_of_is_told_in_a_sentence(entry, sentence):
    assert arranging.problem_of_blocks(QUARTERLY, [entry]) == sentence


def test_blocks_that_the_blueprint_gained_stand_at_the_end_and_lost_ones_are_gone():
    entry = entry_of(BlockEntry("gone"), BlockEntry("moderation"), BlockEntry("block-1", kind="text", title="Own"))

    keys = [block.key for block in arranging.blocks_of(QUARTERLY, entry)]

    assert keys == ["moderation", "block-1", "numbers", "grades", "sides", "agreement"]


@pytest.mark.parametrize(
    ("order", "found"),
    [(["c", "a"], "cba"), (["a", "b", "c"], "abc"), (["c", "b", "a"], "cba"), (["b"], "abc")],
)
def test_blocks_that_are_not_named_keep_their_places(order, found):
    assert "".join(each.key for each in arranging.in_order([BlockEntry(key) for key in "abc"], order)) == found


def test_what_is_stored_is_read_back_as_it_was():
    entry = entry_of(BlockEntry("grades", is_in=False), BlockEntry("block-2", kind="heading", title="Own"))

    assert arranging.entries_of(QUARTERLY, arranging.to_store([entry]))[0] == entry


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ([], "a b 1 2"),
        (["a", "b"], "a b 1 2"),
        (["picture-2", "a", "picture-1", "b"], "2 a 1 b"),
        (["a", "picture-2", "b"], "a 2 b 1"),
    ],
)  # fmt: skip
def test_a_picture_stands_where_it_was_put_else_at_the_end(order, found):
    section = content.Section("s", 1, "S", (Text("a"), Text("b")), made_of=("a", "b"))
    pictures = [Placed(n, "s", Image(str(n), "Alt", "image/png", "", 1, 1)) for n in (1, 2)]

    [joined] = with_pictures([section], pictures, {"s": order})

    assert " ".join(getattr(each, "prose", "") or each.title for each in joined.blocks) == found


@pytest.mark.parametrize("kind", ["decision", "highlight", "practice", "quarterly", "scrutiny"])
def test_every_named_block_has_its_section_and_places(kind):
    blueprint = blueprint_of(kind)
    of_section = {slot.key: slot.of_section for slot in blueprint.slots}

    assert set(blueprint.blocks) <= {key for key, _ in blueprint.outline}
    for section, blocks in blueprint.blocks.items():
        assert len({block.key for block in blocks}) == len(blocks)
        assert {of_section[slot] for block in blocks for slot in block.slots} <= {section}

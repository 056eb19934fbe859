"""What is said about the words of a report under way: comments, suggested changes, and who owns which section."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from people.models import User
from reports import past, wordings
from reports.blueprints import Words, blueprint_of
from reports.differing import Piece, word_diff
from reports.models import Comment, Report, SuggestedChange
from reports.wordings import Part, Wording

LEFT_OUT = "left-out"


@dataclass(frozen=True)
class Suggested:
    """A suggested change with what it would change."""

    change: SuggestedChange
    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class PlaceTalk:
    """What is said about one place."""

    open: list[Comment] = field(default_factory=list)
    resolved: list[Comment] = field(default_factory=list)
    waiting: list[Suggested] = field(default_factory=list)
    answered: list[Suggested] = field(default_factory=list)


@dataclass(frozen=True)
class Talk:
    """What is said about a report."""

    places: dict[str, PlaceTalk]
    owners: dict[str, User]

    def of(self, key: str) -> PlaceTalk:
        return self.places.get(key) or PlaceTalk()

    @property
    def open_comments(self) -> int:
        return sum(len(place.open) for place in self.places.values())

    @property
    def waiting_changes(self) -> int:
        return sum(len(place.waiting) for place in self.places.values())


def talk_of(report: Report) -> Talk:
    """Everything that is said about a report. Three queries, however much it is."""
    labels = {(slot.key, box.part): box.label for slot, box in wordings.suggestable(past.all_slots(report)).values()}
    places: dict[str, PlaceTalk] = {}
    for comment in report.comments.select_related("by", "resolved_by").in_order():
        place = places.setdefault(comment.place, PlaceTalk())
        (place.resolved if comment.is_resolved else place.open).append(comment)
    for change in report.suggested_changes.select_related("by", "answered_by").in_order():
        place = places.setdefault(change.place, PlaceTalk())
        label = labels.get((change.place, change.part), wordings.GONE)
        shown = Suggested(change, label, word_diff(change.based_on, change.wording))
        (place.waiting if change.is_waiting else place.answered).append(shown)
    owners = {each.section: each.owner for each in report.owners.select_related("owner")}
    return Talk(places, owners)


def unresolved(report: Report) -> list[tuple[str, Comment]]:
    """Comments that nobody has resolved, each with the title of its place. One query."""
    titles = past.titles_ever(report)
    rows = report.comments.select_related("by").unresolved().in_order()
    return [(titles.get(each.place, wordings.GONE), each) for each in rows]


@dataclass(frozen=True)
class DiscussedPlace:
    """A place with its words as they stand and what is said about them."""

    key: str
    title: str
    wordings: list[tuple[str, Wording]]  # the name of its box where another wording may be suggested, else empty
    talk: PlaceTalk


def discussion_of(report: Report, words: Words, talk: Talk) -> list[tuple[Part, User | None, list[DiscussedPlace]]]:
    """Every section with its owner and its places, for the page on which they are discussed."""
    parts = wordings.parts_of(blueprint_of(report.kind), report.arrangement)
    # What was said about a block stays where it can be answered, even while the block is left out.
    silent = tuple(slot for slot in past.left_out(report) if slot.key in talk.places)
    if silent:
        parts.append(Part(LEFT_OUT, "Left out of the report", silent))
    return [(part, talk.owners.get(part.key), list(_places(part, words, talk))) for part in parts]


def _places(part: Part, words: Words, talk: Talk) -> Iterable[DiscussedPlace]:
    for slot in part.slots:
        names = {box.label: name for name, (_, box) in wordings.suggestable([slot]).items()}
        shown = [(names.get(each.label, ""), each) for each in wordings.wordings_of(slot, words.get(slot.key, {}))]
        yield DiscussedPlace(slot.key, slot.title, shown, talk.of(slot.key))

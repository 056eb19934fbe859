"""Several people write one report: they share its sections, speak about its words, and suggest others."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from audits.commands import Conflict
from kit.commands import command
from people import events
from people.access import Refused
from people.models import User
from reports import content, lifecycle, past, permissions, wordings
from reports.blueprints import Slot, blueprint_of
from reports.commands.locking import locked
from reports.commands.speaking import without_reference
from reports.commands.writing import save_words
from reports.models import Answer, Comment, How, Report, SectionOwner, SuggestedChange
from reports.slots import TypedBox

MOST_OF_A_COMMENT = 4000
NAMES_NO_CHILD = "what is said here names no child"


class Changed(Refused):
    """The box has other words now than those that the suggestion was based on."""


@command
def set_owners(
    report: Report, owners: Mapping[str, User | None], *, by: User, at: datetime.datetime | None = None
) -> Report:
    """Say who sees to which section; None takes an owner away. Sections that are not named stay as they are."""
    at = at or timezone.now()
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_discuss(report.status):
        raise Refused(reason)
    sections = wordings.sections_of(blueprint_of(report.kind), report.arrangement)
    writers = set(permissions.writers_of(report.unit, timezone.localdate(at)))
    had = {each.section: each.owner_id for each in report.owners.all()}
    changed = {key: owner for key, owner in owners.items() if had.get(key) != (owner and owner.pk)}
    for section, owner in changed.items():
        if section not in sections:
            raise Refused("This report has no such section.")
        if owner is None:
            report.owners.filter(section=section).delete()
        elif owner not in writers:
            raise Refused(f"{owner.name} may not write this report. Choose somebody who may.")
        else:
            SectionOwner.objects.update_or_create(report=report, section=section, defaults={"owner": owner})
    if changed:
        told = {section: owner and owner.pk for section, owner in changed.items()}
        events.record("report.owners_set", by=by, target=report, at=at, owners=told)
    return report


@command
def comment(report: Report, place: str, *, text: str, by: User, at: datetime.datetime | None = None) -> Comment:
    """Say something about a place of the report, to those who write it and sign it off."""
    at = at or timezone.now()
    report = _discussed(report, by)
    if place not in past.titles_of(report):
        raise Refused("This report has no such place. Choose one that stands on the page.")
    text = without_reference(text, NAMES_NO_CHILD)
    if not text:
        raise Refused("Say something about these words first.")
    if len(text) > MOST_OF_A_COMMENT:
        raise Refused(f"A comment has at most {MOST_OF_A_COMMENT:,} letters; this one has {len(text):,}.")
    made = Comment.objects.create(report=report, place=place, text=text, at=at, by=by)
    events.record("report.commented", by=by, target=report, at=at, place=place, comment=made.pk)
    return made


@command
def resolve(comment: Comment, *, by: User, at: datetime.datetime | None = None) -> Comment:
    """Say that nothing more is to be done about a comment."""
    at = at or timezone.now()
    comment = _locked_comment(comment, by)
    if comment.is_resolved:
        raise Refused("This comment is resolved already.")
    comment.resolved_at, comment.resolved_by = at, by
    comment.save(update_fields=["resolved_at", "resolved_by"])
    events.record("report.comment_resolved", by=by, target=comment.report, at=at, comment=comment.pk)
    return comment


@command
def reopen(comment: Comment, *, by: User, at: datetime.datetime | None = None) -> Comment:
    """Say that something is to be done about a comment after all."""
    comment = _locked_comment(comment, by)
    if not comment.is_resolved:
        raise Refused("This comment is open already.")
    comment.resolved_at = comment.resolved_by = None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    events.record("report.comment_reopened", by=by, target=comment.report, at=at, comment=comment.pk)
    return comment


@command
def suggest(
    report: Report, box_name: str, *, wording: str, based_on: str, by: User, at: datetime.datetime | None = None
) -> SuggestedChange:
    """Suggest another wording for one box. `based_on` is what the box held when it was thought of."""
    at = at or timezone.now()
    report = _discussed(report, by)
    slot, box = _box(report, box_name)
    wording, based_on = without_reference(wording, NAMES_NO_CHILD), content.plain(based_on)
    if box.stored(wording) == box.stored(based_on):
        raise Refused("This is the wording as it stands. Change it, or leave it.")
    for text in (wording, based_on):
        if len(text) > box.most:
            raise Refused(f"“{box.label}” has at most {box.most:,} letters; these are {len(text):,}.")
    made = SuggestedChange.objects.create(
        report=report, place=slot.key, part=box.part, based_on=based_on, wording=wording, at=at, by=by
    )
    events.record("report.change_suggested", by=by, target=report, at=at, place=slot.key, suggested=made.pk)
    return made


@command
def accept(
    suggested: SuggestedChange, *, version: int, over_changes: bool = False, by: User,
    at: datetime.datetime | None = None,
) -> Report:  # fmt: skip
    """Put the suggested wording into its box, as a new version of the report.

    `version` is the one that the writer had on screen: what somebody saved since then is looked at first. Where the box
    has other words than those that the suggestion was based on, the writer is told, and may accept it
    `over_changes`.
    """
    at = at or timezone.now()
    report, suggested = _locked_suggestion(suggested, by)
    slot = next((each for each in past.slots_of(report) if each.key == suggested.place), None)
    box = wordings.box_of([slot], slot.key, suggested.part) if slot else None
    if slot is None or box is None:
        raise Refused("This report does not have that place any more. Decline the suggestion.")
    block = report.blocks.filter(key=slot.key).first()
    held = block.content if block else {}
    if not _stands_since(report, slot, held, version):
        raise Conflict("Somebody saved these words while you looked at them. Look at both wordings again.")
    if box.stored(box.shown(held)) != box.stored(suggested.based_on) and not over_changes:
        raise Changed("The words were changed after this was suggested. Look at both before you choose.")
    words = {slot.key: {**held, box.part: box.stored(suggested.wording)}}
    report = save_words(report, words, version=report.version, how=How.ACCEPTED, by=by, at=at)
    _answer(suggested, Answer.ACCEPTED, by, at)
    return report


@command
def decline(
    suggested: SuggestedChange, *, reason: str = "", by: User, at: datetime.datetime | None = None
) -> SuggestedChange:
    """Leave the words as they are, and say why where there is something to say."""
    at = at or timezone.now()
    _, suggested = _locked_suggestion(suggested, by)
    suggested.reason = without_reference(reason, NAMES_NO_CHILD)
    if len(suggested.reason) > MOST_OF_A_COMMENT:
        raise Refused(f"A reason has at most {MOST_OF_A_COMMENT:,} letters; this one has {len(suggested.reason):,}.")
    return _answer(suggested, Answer.DECLINED, by, at)


@command
def bring_back(
    report: Report, place: str, *, number: int, version: int, by: User, at: datetime.datetime | None = None
) -> Report:
    """Save the words that a place had at an earlier version, as a new version.

    `version` is the one that the writer had on screen: what somebody saved since then is looked at first.
    """
    report = locked(report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    slot = next((each for each in past.all_slots(report) if each.key == place), None)
    words = past.words_at(report, number) if number <= report.version else None
    if slot is None or words is None:
        raise Refused("The history has no such words. Choose a version from the list.")
    block = report.blocks.filter(key=place).first()
    if not _stands_since(report, slot, block.content if block else {}, version):
        raise Conflict("Somebody saved these words while you looked at them. Compare again before you bring any back.")
    back = {place: words.get(place) or wordings.empty(slot)}
    return save_words(report, back, version=report.version, how=How.BROUGHT_BACK, by=by, at=at)


def _stands_since(report: Report, slot: Slot, held: dict[str, Any], version: int) -> bool:
    """Does the place hold what it held at the version that somebody had on screen?"""
    if report.version == version:
        return True
    seen = past.words_at(report, version) if version < report.version else None
    return seen is not None and wordings.is_same(slot, seen.get(slot.key, {}), held)


def _discussed(report: Report, by: User) -> Report:
    """The report, locked, where this person may speak about its words now."""
    report = locked(report)
    if reason := lifecycle.barrier_to_discuss(report.status):
        raise Refused(reason)
    if not permissions.may_see_under_way(by, report):
        raise PermissionDenied
    return report


def _locked_comment(comment: Comment, by: User) -> Comment:
    """The comment as it is now; its report is locked first, as everywhere."""
    report = _discussed(comment.report, by)
    found = Comment.objects.get(pk=comment.pk)
    found.report = report
    return found


def _locked_suggestion(suggested: SuggestedChange, by: User) -> tuple[Report, SuggestedChange]:
    """The suggestion as it is now, where this person may answer it."""
    report = locked(suggested.report)
    if not permissions.may_write(by, report.unit):
        raise PermissionDenied
    if reason := lifecycle.barrier_to_change(report.status):
        raise Refused(reason)
    found = SuggestedChange.objects.get(pk=suggested.pk)
    if reason := lifecycle.barrier_to_answer(is_waiting=found.is_waiting):
        raise Refused(reason)
    found.report = report
    return report, found


def _answer(suggested: SuggestedChange, answer: Answer, by: User, at: datetime.datetime) -> SuggestedChange:
    suggested.answer, suggested.answered_at, suggested.answered_by = answer, at, by
    suggested.save(update_fields=["answer", "answered_at", "answered_by", "reason"])
    verb = f"report.suggestion_{answer.value}"
    events.record(verb, by=by, target=suggested.report, at=at, suggested=suggested.pk)
    return suggested


def _box(report: Report, name: str) -> tuple[Slot, TypedBox]:
    boxes = wordings.suggestable(past.slots_of(report))
    if name not in boxes:
        raise Refused("This report has no such box. Choose one that stands on the page.")
    return boxes[name]

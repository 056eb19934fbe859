"""What is said by e-mail about notes: who asks, by when, and where. Never a figure, never a note's words."""

from collections.abc import Sequence

from django.urls import reverse

from kit import mail
from kpis.models import Note, NoteRequest
from kpis.note_rules import day_words

FOOT = "This e-mail says nothing of the figure: sign in to the portal to see it."


def ask(requests: Sequence[NoteRequest]) -> bool:
    """Tell one person what they are asked for, in one e-mail; False when it could not be sent."""
    first, due = requests[0], f"by {day_words(requests[0].due_on)}"
    if len(requests) == 1:
        subject, link = "You are asked for a note on an indicator", first.get_absolute_url()
        sentence = f"{first.asker} asks you what changed, why and what next: {first.figure_name}, {due}."
    else:
        subject, link = f"You are asked for notes on {len(requests)} indicators", f"{reverse('kpis:notes')}?whose=of_me"
        sentence = f"{first.asker} asks you what changed, why and what next in {len(requests)} indicators, {due}."
    return _send(first.asked_of.email, subject, sentence, link)


def hand_over(request: NoteRequest, by: object) -> bool:
    """Tell somebody that a request is theirs now."""
    sentence = (
        f"{by} hands over to you what {request.asker} asks: what changed, why and what next in "
        f"{request.figure_name}, by {day_words(request.due_on)}."
    )
    subject = "You are asked for a note on an indicator"
    return _send(request.asked_of.email, subject, sentence, request.get_absolute_url())


def withdraw(requests: Sequence[NoteRequest]) -> bool:
    """Tell one person, in one e-mail, of which notes nobody waits for any more."""
    first = requests[0]
    if len(requests) == 1:
        subject, link = "A note that you were asked for is not needed any more", first.get_absolute_url()
        sentence = f"The note that you were asked for is not needed any more: {first.figure_name}."
    else:
        subject = f"{len(requests)} notes that you were asked for are not needed any more"
        link = f"{reverse('kpis:notes')}?state=withdrawn&whose=of_me"
        figures = ", ".join(request.figure_name.removeprefix("Indicator ") for request in requests)
        sentence = f"The notes that you were asked for are not needed any more. Indicators: {figures}."
    return _send(first.asked_of.email, subject, sentence, link)


def answer(note: Note) -> bool:
    """Tell who asked, or for whom the portal did, that there is an answer."""
    request = note.request
    whose = "the portal asked for when you put the figure in force" if request.load_id else "you asked for"
    sentence = f"{note.written_by} has written the note that {whose}: {request.figure_name}."
    subject = f"A note that {'the portal' if request.load_id else 'you'} asked for is written"
    return _send(request.asked_by.email, subject, sentence, request.get_absolute_url())


def _send(to: str, subject: str, sentence: str, path: str) -> bool:
    words = "\n\n".join([sentence, mail.address_of(path), FOOT]) + "\n"
    return mail.send(to=to, subject=subject, words=words)

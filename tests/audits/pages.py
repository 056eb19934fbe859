"""Addresses of pages about audits and tools, and a domain as its page sends it."""

from django.urls import reverse

WORDS = {
    "grade": "good", "rationale": "Seen alone.\r\nTwice.", "strengths": "Map\r\n\r\nWalk ", "focus": "Write it up",
    "difference": "Home is calm.",
}  # fmt: skip


def url(name, *args):
    return reverse(f"audits:{name}", args=args)

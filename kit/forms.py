"""What every form view needs."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None for a page that is only being opened. An empty POST is told what is missing."""
    return request.POST if request.method == "POST" else None

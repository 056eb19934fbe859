"""Small rules that hold for every answer."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class AnswerMiddleware:
    """No other site embeds an answer; none is kept by a cache unless it says so, so that Back shows nothing later."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers.setdefault("Cache-Control", "no-store")
        return response

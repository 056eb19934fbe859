"""What goes wrong, as RFC 9457 has it: a status, a title, and a sentence that says the way out."""

from http import HTTPStatus

from django.http import JsonResponse


class Problem(Exception):
    """The request cannot be answered; `detail` is the sentence that its sender reads."""

    def __init__(self, status: int, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


BROKEN = "The portal could not answer this. Try again later; if it stays so, tell the council's performance analyst."


def is_for_programs(path: str) -> bool:
    """Does a program ask at this address, which reads JSON and no page?"""
    return path.startswith("/api/")


def answer(problem: Problem) -> JsonResponse:
    body = {
        "type": "about:blank",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": problem.detail,
    }
    return JsonResponse(body, status=problem.status, headers=problem.headers, content_type="application/problem+json")

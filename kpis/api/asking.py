"""What a request asks for, checked: by whom, in which format, which rows, and from where on."""

import datetime
import hashlib
import re
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime

from kit.rate_limits import take_place
from kpis import api_clients
from kpis.api.problems import Problem
from kpis.api.resources import DEFAULT_LIMIT, FORMATS, LARGEST_LIMIT, Resource
from kpis.models import REF, ApiClient
from kpis.periods import Basis, parse_month

REQUESTS_A_MINUTE = 120
SALT = "kpis.api.cursor"
BEARER = 'Bearer realm="qaportal"'
# A load is one transaction: its rows bear the time at which it began, and can be read once it is over.
OVERLAP = datetime.timedelta(hours=1)


def client_of(request: HttpRequest, *, at: datetime.datetime) -> ApiClient:
    """Whose token it is. Signing in with a browser opens nothing here."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Problem(401, "Send a token: Authorization: Bearer qap_…", WWW_Authenticate=BEARER)
    client = api_clients.client_with(token.strip())
    if client is None or not client.is_open(at):
        why = "is not known"
        if client:
            why = "is revoked" if client.revoked_at else "has expired"
        detail = f"This token {why}. Ask the council's performance analyst for a new one."
        raise Problem(401, detail, WWW_Authenticate=f'{BEARER}, error="invalid_token"')
    return client


def count_request(client: ApiClient, *, at: datetime.datetime) -> None:
    """So many requests in each minute of the clock, exactly: of two at once, one gets the last place."""
    over = at.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)
    if not take_place(f"api:{client.pk}", most=REQUESTS_A_MINUTE, until=over):
        seconds = 60 - at.second
        detail = f"This token has made {REQUESTS_A_MINUTE} requests in this minute. Wait for {seconds} seconds."
        raise Problem(429, detail, Retry_After=str(seconds))


def may_read(client: ApiClient, resource: Resource) -> None:
    if resource.is_for_staff and client.is_public:
        raise Problem(403, f"{resource.title} are written for the council's own staff; this token is for the public.")
    if resource.scope and resource.scope not in client.scopes:
        raise Problem(403, f"This token is not for {resource.scope}: it is for {', '.join(client.scopes)}.")


@dataclass(frozen=True)
class Asked:
    """The parameters of one request, each as what it means; `after` is where the page begins."""

    format: str
    limit: int
    after: int
    sync_from: datetime.datetime
    filters: dict[str, Any] = field(default_factory=dict)
    fingerprint: str = ""

    def cursor(self, last: int) -> str:
        """Where the next page begins. It belongs to these filters, and remembers when the first page was asked for."""
        return signing.dumps([last, self.fingerprint, self.sync_from.isoformat()], salt=SALT)


def asked(request: HttpRequest, resource: Resource, *, at: datetime.datetime) -> Asked:
    """The request's parameters. What is not understood is never guessed at."""
    known = {parameter.name: parameter for parameter in resource.parameters}
    for name, told in request.GET.lists():
        if name not in known:
            raise Problem(400, f"There is no parameter “{_plain(name)}”. There are: {', '.join(known)}.")
        if len(told) > 1:
            raise Problem(400, f"The parameter {name} is given {len(told)} times: give it once.")
    given = request.GET.dict()
    if missing := [name for name, parameter in known.items() if parameter.is_required and name not in given]:
        raise Problem(400, f"Say which: {' and '.join(f'{name}={known[name].example}' for name in missing)}.")
    filters = {name: READ[name](given[name]) for name in known if name in READ and name in given}
    if filters.get("period_from", datetime.date.min) > filters.get("period_to", datetime.date.max):
        raise Problem(400, "period_from is later than period_to.")
    asked_for = repr([resource.name, sorted((name, given[name]) for name in filters)])
    fingerprint = hashlib.sha256(asked_for.encode()).hexdigest()[:16]
    after, sync_from = 0, at - OVERLAP
    if "cursor" in given:
        after, sync_from = _read_cursor(given["cursor"], fingerprint)
    limit = _limit(given["limit"]) if "limit" in given else DEFAULT_LIMIT
    return Asked(_format(request), limit, after, sync_from, filters, fingerprint)


def _format(request: HttpRequest) -> str:
    if "format" in request.GET:
        if request.GET["format"] not in FORMATS:
            raise Problem(400, f"The format is one of: {', '.join(FORMATS)}.")
        return request.GET["format"]
    preferred = request.get_preferred_type(list(FORMATS.values()))
    if preferred is None:
        raise Problem(
            406, f"Answers come as {' or '.join(FORMATS.values())}. Change the Accept header, or say format=."
        )
    return next(name for name, kind in FORMATS.items() if kind == preferred)


def _limit(text: str) -> int:
    if re.fullmatch(r"[0-9]{1,4}", text) and 1 <= int(text) <= LARGEST_LIMIT:
        return int(text)
    raise Problem(400, f"The limit is a whole number from 1 to {LARGEST_LIMIT}.")


def _read_cursor(text: str, fingerprint: str) -> tuple[int, datetime.datetime]:
    try:
        after, belongs_to, sync_from = signing.loads(text, salt=SALT)
    except signing.BadSignature as error:
        detail = "This cursor was not given by the portal. Take it from the next link, or begin without one."
        raise Problem(400, detail) from error
    if belongs_to != fingerprint:
        raise Problem(
            400, "This cursor belongs to other parameters. Keep them while you page, or begin without a cursor."
        )
    return after, datetime.datetime.fromisoformat(sync_from)


def _plain(text: str) -> str:
    """A stranger's words, short and without what a terminal would obey."""
    return "".join(letter for letter in text if letter.isprintable())[:40]


def _month(text: str) -> datetime.date:
    month = parse_month(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}", text) else None
    if month is None:
        raise Problem(400, f"A month is written like 2023-08, not “{_plain(text)}”.")
    return month


def _moment(text: str) -> datetime.datetime:
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise Problem(400, "updated_since is a moment like 2023-09-01T00:00:00Z; a + in it is written %2B.")
    if moment.tzinfo is None:
        raise Problem(400, "updated_since needs its time zone: add Z for UTC.")
    return moment


def _matching(name: str, pattern: str, longest: int, words: str) -> Any:
    def read(text: str) -> str:
        if len(text) > longest or not re.fullmatch(pattern, text):
            raise Problem(400, f"{name} is {words}, not “{_plain(text)}”.")
        return text

    return read


def _basis(text: str) -> str:
    if text not in list(Basis):
        raise Problem(400, f"The basis is one of: {', '.join(basis.value for basis in Basis)}.")
    return text


READ = {
    "ref": _matching("ref", REF, 20, "a reference such as 2.10a"),
    "unit": _matching("unit", r"[-0-9A-Za-z_]+", 30, "a unit's code"),
    "period": _month,
    "period_from": _month,
    "period_to": _month,
    "basis": _basis,
    "updated_since": _moment,
}

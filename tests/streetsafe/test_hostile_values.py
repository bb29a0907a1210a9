"""Every address, each of its parts and every name it reads, with values nobody's browser sends: refused in words.

The addresses come from the resolver, and the names from what each view asks of its query and its form while it runs, so
that a new page or field is tried by being there. Each value is tried alone in an otherwise good request.
"""

import copy
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from reports.geography import hexgrid
from reports.geography.models import Area
from reports.staff.models import Membership
from tests import factories
from tests.factories import WESTBY
from tests.intake.walking import make_places
from tests.public_map.releases import QUARTER, WESTBY_CELL, make_release
from tests.responses import wordings

pytestmark = pytest.mark.django_db

# As they stand in an address or a form, percent-encoded.
HOSTILE = {
    "nothing": "",
    "NUL within": "a%00b",
    "no UTF-8": "%FF%FE",
    "half a surrogate pair": "%ED%A0%80",
    "a digit of another script": quote("٣"),
    "below zero": "-1",
    "more than 64 bits": "9" * 19,
    "more than Python reads": "9" * 5000,
    "too large a power": "1e999",
    "the last day": "9999-12-31",
    "the first day": "0001-01-01",
    "a quarter of other digits": quote("٢٠٢٦-Q3"),
    "40 f": "f" * 40,
    "a UUID and a number": "00000000-0000-0000-0000-000000000000." + "9" * 40,
    "markup": quote("<script>\"'&"),
    "a path up": quote("../../etc/passwd", safe=""),
    "two lines": "a%0D%0AX-Header:%20b",
    "nested JSON": quote("[" * 3000),
    "a format": quote("{0}%s%(x)s{x.__class__}"),
}
# What each name is given alone, so that no refusal of another hides it.
SHARPEST = ("NUL within", "more than 64 bits", "more than Python reads", "the last day", "two lines", "nested JSON")
# What a database itself refuses, for the second database that they are tried on; `make prove` tries all there too.
OF_A_DATABASE = ("NUL within", "more than 64 bits", "the last day")
# In an address a slash ends a part, so what is empty or a path up is another address.
IN_A_PATH = {name: value.replace("+", "%20") for name, value in HOSTILE.items() if value}
# In short a stranger, and the role with most addresses; `make prove` tries all.
ROLES = ["", *(Membership.Role.values if os.environ.get("WHOLE") else [Membership.Role.MANAGER.value])]
_PART = re.compile(r"<(?:(\w+):)?(\w+)>")


class Noted(dict[str, None]):
    """The names a view asked of its query or its form."""


@contextmanager
def noting(names: Noted) -> Iterator[None]:
    """While this lasts, every name that is asked of a query or a form is noted."""
    methods = ("__getitem__", "get", "getlist", "__contains__")
    kept = {method: getattr(QueryDict, method) for method in methods}

    def noted(method: str) -> Callable[..., Any]:
        def ask(self: QueryDict, name: Any, *rest: Any, **named: Any) -> Any:
            names[str(name)] = None
            return kept[method](self, name, *rest, **named)

        return ask

    own = {method for method in methods if method in QueryDict.__dict__}
    for method in methods:
        setattr(QueryDict, method, noted(method))
    try:
        yield
    finally:
        for method in methods:
            if method in own:
                setattr(QueryDict, method, kept[method])
            else:
                delattr(QueryDict, method)


class Trying:
    """Sends requests as somebody, each undone afterwards, and keeps what ended as a fault."""

    def __init__(self, client: Client) -> None:
        self.client, self.count = client, 0
        self.client.raise_request_exception = False
        self.raised: list[str] = []
        self.faults: list[str] = []
        got_request_exception.connect(self._note, weak=False, dispatch_uid="trying")

    def _note(self, **_said: Any) -> None:
        self.raised.append(repr(sys.exception())[:160])

    def send(self, address: str, *, form: str | None = None, what: str = "") -> Noted:
        """One request; gives the names it asked for."""
        names, self.raised = Noted(), []
        cookies = copy.deepcopy(self.client.cookies)
        with transaction.atomic():
            with noting(names):
                if form is None:
                    answer = self.client.get(address)
                else:
                    kind = "application/x-www-form-urlencoded"
                    answer = self.client.generic("POST", address, form.encode(), content_type=kind)
                if getattr(answer, "streaming", False):
                    list(answer)
            transaction.set_rollback(True)
        self.client.cookies = cookies
        self.count += 1
        said = answer.status_code
        if said >= 500 or (400 <= said < 500 and said != 405 and not answer.content):
            self.faults.append(f"{said} {what} {address[:90]} {(form or '')[:60]}: {'; '.join(self.raised)}")
        return names


def patterns(found: Any = None, route: str = "", namespace: str = "") -> Iterator[tuple[str, str]]:
    """Every route with its name; a page in Welsh is the same view as in English."""
    for pattern in get_resolver().url_patterns if found is None else found:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern.url_patterns, here, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern):
            yield here, f"{namespace}:{pattern.name or pattern.pattern}"


@pytest.fixture
def parts(country: dict[str, Area]) -> dict[str, str]:
    """A value of each part of an address for which there is something."""
    make_places()
    release = make_release()
    waiting = factories.make_report()
    person = factories.make_person("analyst", WESTBY)
    return {
        "cell_name": hexgrid.name(hexgrid.parent(waiting.cell, 9)),
        "code": WESTBY,
        "release": release.pk,
        "sum": f"{WESTBY}-2025-Q4-to-2026-Q3",
        "folder": release.pk,
        "name": "leaves.csv",
        "response_id": str(wordings.draft().pk),
        "membership_id": str(Membership.objects.get(person=person).pk),
        "person_id": str(person.pk),
        "invitation_id": "1",
        "token_id": "1",
        "webhook_id": "1",
        "pk": "1",
        "key": "unknown",
        "collection": "releases",
        "feature": f"{release.pk}-{hexgrid.name(WESTBY_CELL)}",
        "quarter": QUARTER,
        "language": "en",
        "batch": "00000000-0000-0000-0000-000000000000",
        "rest": "unknown",
        "z": "8",
        "x": "126",
        "y": "84",
    }


GOOD_QUERIES = {
    "analyst:hotspots": f"area={WESTBY}",
    "analyst:figures": f"area={WESTBY}",
    "analyst:briefing": f"area={WESTBY}&briefing={hexgrid.name(hexgrid.cell_at(*factories.IN_WESTBY, 9))}",
    "council_exports:extract": f"council={WESTBY}&question=where&quarter={QUARTER}&format=csv",
    "public_map:map": f"area={WESTBY}&period={QUARTER}",
    "public_map:table": f"area={WESTBY}&period={QUARTER}",
    "public_map:embed": f"area={WESTBY}&period={QUARTER}",
    "public_map:open_data": f"area={WESTBY}&period={QUARTER}",
}
OPEN = {":account_login", ":mfa_authenticate", ":mfa_login_webauthn", "staff:invitation"}  # before one is signed in
NOT_TRIED = {":healthz", ":readyz", ":favicon.ico", ":sitemap", ":robots"}  # read nothing
REPORTS = "report=00000000-0000-0000-0000-000000000000.0"
GOOD_FORMS = {
    "moderation:group": f"act=reject&reason=test&{REPORTS}",
    "moderation:whole": "act=reject&reason=test&digest=0",
    "moderation:hold": "act=hold",
    "staff:invite": f"username=newcomer&role=analyst&area={WESTBY}&expires_on=",
    "staff:give_role": f"username=somebody&role=analyst&area={WESTBY}&expires_on=",
    "staff:tokens": f"label=laptop&dataset=extract&area={WESTBY}",
    "webhooks:webhooks": f"url=https%3A%2F%2F127.0.0.1%2F&area={WESTBY}",
    "responses_desk:new": f"council={WESTBY}&text_en=Lamps&text_cy=",
}


@pytest.mark.parametrize("role", ROLES)
def test_no_value_in_an_address_a_query_or_a_form_is_answered_with_a_fault(
    client: Client, parts: dict[str, str], role: str
) -> None:
    if role:
        client.force_login(factories.make_person(role, username="somebody"))
    trying = Trying(client)
    for route, name in patterns():
        if not is_tried_as(role, name, route):
            continue
        good = "/" + _PART.sub(lambda part: parts[part[2]], route)
        for found in _PART.finditer(route):
            for what, value in IN_A_PATH.items():
                address = f"/{route.replace(found[0], value)}"
                address = _PART.sub(lambda part: parts[part[2]], address)
                trying.send(address, what=what)
                if role:
                    trying.send(address, form=GOOD_FORMS.get(name, ""), what=what)
        for form in (None, GOOD_FORMS.get(name, "")):
            _try_names(trying, good, GOOD_QUERIES.get(name, ""), form)
    assert trying.count > 100
    assert trying.faults == []


def is_tried_as(role: str, name: str, route: str) -> bool:
    """Each address is tried as whoever may do most there: what is refused to a person reads nothing they send."""
    if not route.startswith("staff"):
        return role == "" and name not in NOT_TRIED and not route.startswith("^") and "^" not in route
    decides = {
        "moderation": Membership.Role.MODERATOR,
        "analyst": Membership.Role.ANALYST,
        "council_exports": Membership.Role.COUNCIL_OFFICER,
        "responses_desk": Membership.Role.COUNCIL_OFFICER,
    }
    return role == decides.get(name.partition(":")[0], Membership.Role.MANAGER) or (role == "" and name in OPEN)


def _try_names(trying: Trying, address: str, query: str, form: str | None) -> None:
    """Each name that the address asks for, with each value, and given twice."""

    def send(name: str = "", value: str = "", what: str = "") -> Noted:
        base = query if form is None else form
        kept = [pair for pair in base.split("&") if pair and pair.partition("=")[0] != name]
        given = "&".join([*kept, *([f"{name}={value}"] if name else [])])
        if form is None:
            return trying.send(f"{address}?{given}", what=f"{name} {what}")
        return trying.send(address + (f"?{query}" if query else ""), form=given, what=f"{name} {what}")

    waiting, known = list(send()), set()
    while waiting:
        name = waiting.pop()
        if name in known or not re.fullmatch(r"[\w-]+", name):
            continue
        known.add(name)
        for what in OF_A_DATABASE if connection.vendor == "postgresql" and not os.environ.get("WHOLE") else SHARPEST:
            waiting += send(quote(name), HOSTILE[what], what)
        waiting += send(quote(name), f"1&{quote(name)}=2", "twice")
    for what, value in HOSTILE.items():  # the rest in all names at once
        given = "&".join(f"{quote(name)}={value}" for name in sorted(known))
        if form is None:
            trying.send(f"{address}?{given}", what=what)
        else:
            trying.send(address, form=given, what=what)

"""What every kind of answer carries."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; base-uri 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self' data:; object-src 'none'; script-src 'self'; style-src 'self'; "
    "worker-src 'self'"
)
EVERYWHERE = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# The features a page of ours could misuse; the report page alone may ask where the phone is.
DENIED = {"camera", "microphone", "payment", "usb", "display-capture", "magnetometer"}


def too_large(client: Client) -> HttpResponse:
    """The answer to a body over the limit."""
    return client.post("/about", b"x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), content_type="text/plain")  # type: ignore[return-value]


KINDS = {
    "a public page": (200, lambda client: client.get("/about")),
    "a Welsh page": (200, lambda client: client.get("/cy/about")),
    "the sign-in page": (200, lambda client: client.get("/staff/")),
    "a redirect": (301, lambda client: client.get("/help")),
    "a machine's question": (200, lambda client: client.get("/healthz")),
    "a missing page": (404, lambda client: client.get("/nothing-here")),
    "a method that is not allowed": (405, lambda client: client.post("/about")),
    "a static file": (200, lambda client: client.get("/static/scripts/quick-exit.js")),
    "a body that is too large": (413, too_large),
    "an unknown host": (400, lambda client: client.get("/about", headers={"host": "elsewhere.example"})),
}


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_answer_carries_the_headers(client: Client, kind: str) -> None:
    status, ask = KINDS[kind]
    response = ask(client)
    response.close()  # a static file is open until its reader has done with it
    assert response.status_code == status
    assert in_order(response.headers["Content-Security-Policy"]) == CONTENT_SECURITY_POLICY
    # Django's check of a staff form needs to be told the origin, which `no-referrer` makes `null`.
    is_staffs = kind == "the sign-in page"
    expected = EVERYWHERE | ({"Referrer-Policy": "same-origin"} if is_staffs else {})
    # No public page has one: with it WebKit loads for ever when somebody goes back from the exit site.
    assert response.headers.get("Cross-Origin-Opener-Policy") == ("same-origin" if is_staffs else None)
    assert {name: response.headers.get(name) for name in EVERYWHERE} == expected
    policy = dict(part.strip().split("=", 1) for part in response.headers["Permissions-Policy"].split(","))
    assert {policy.get(name) for name in DENIED} == {"()"}
    assert policy["geolocation"] == "()"


def in_order(policy: str) -> str:
    """The policy with default-src first and the rest by name: the order of directives has no meaning."""
    first, *rest = sorted((part.strip() for part in policy.split(";")), key=lambda part: (part[:7] != "default", part))
    return "; ".join([first, *rest])


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/about", "/cy/about", "/help/", "/report", "/map", "/nothing-here"])
def test_a_public_page_is_kept_nowhere_and_sets_nothing(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.headers["Cache-Control"] == "no-store"
    assert dict(response.cookies) == {}
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_an_immutable_file_may_be_kept(client: Client) -> None:
    response = client.get("/static/scripts/quick-exit.js")
    response.close()
    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.django_db
def test_a_body_within_the_limit_is_let_through(client: Client) -> None:
    body = b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert client.post("/about", body, content_type="text/plain").status_code == 405


@pytest.mark.parametrize("length", ["-1", "many", "1e3", "32769", "99999999999999999999"])
def test_a_length_that_is_no_length_of_ours_is_refused(client: Client, length: str) -> None:
    response = client.post("/about", b"", content_type="text/plain", CONTENT_LENGTH=length)
    assert response.status_code == 413

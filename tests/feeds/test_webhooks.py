"""Webhooks: signed, to the open internet alone, tried again, switched off and said; by a person or a token."""

import base64
import datetime
import hmac
import http.server
import io
import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from reports.feeds import posting
from reports.feeds.deliveries import BACKOFF, note_new_releases
from reports.feeds.models import Webhook, WebhookDelivery
from reports.feeds.webhooks import MOST_IN_AN_AREA, NotYourWebhook, TooManyWebhooks, register_webhook, switch_on
from reports.geography.models import Area
from reports.staff.models import AuditEntry, StaffUser
from reports.staff.tokens import make_token
from tests import factories
from tests.factories import BORDERSHIRE, EASTBY, LLANFACH, NOW, WESTBY
from tests.public_map.releases import EASTBY_CELL, WESTBY_CELL, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("country")]

HOOK = "https://hooks.example/in?key=of-theirs"
PUBLIC = "93.184.216.34"
PAGE, ADDRESS = reverse("webhooks:webhooks"), reverse("webhooks_api:webhooks")


class Clock:
    """A clock that a test sets."""

    now = NOW


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the service."""
    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda value=None: (value or clock.now).date())
    return clock


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What each name leads to, without asking anybody."""
    known = {"hooks.example": [PUBLIC], "127.0.0.1": ["127.0.0.1"]}

    def found(host: str, port: int, **options: Any) -> list[Any]:
        if host not in known:
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in known[host]]

    monkeypatch.setattr("socket.getaddrinfo", found)
    return known


@pytest.fixture
def posted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is sent, in place of sending it; `answers` are given one after another, then 204."""
    sent: list[Any] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        sent.append((url, body, headers))
        answer = Answers.given.pop(0) if Answers.given else 204
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(posting, "post", post)
    Answers.given = []
    return sent


class Answers:
    """What the address answers."""

    given: list[Any] = []  # noqa: RUF012  # emptied by each test


@pytest.fixture
def officer() -> StaffUser:
    """Somebody of Westby."""
    return factories.make_person("council_officer", WESTBY, username="offie")


def registered(by: StaffUser, code: str = WESTBY, url: str = HOOK) -> Any:
    """A new webhook with its secret."""
    return register_webhook(url, area=Area.objects.get(code=code), site="https://places.example/", by=by, now=NOW)


def told() -> str:
    """What the command prints."""
    out = io.StringIO()
    call_command("send_webhooks", stdout=out)
    return out.getvalue().strip()


# -- what is sent


def test_a_release_is_told_once_and_signed(officer: StaffUser, posted: list[Any], clock: Clock) -> None:
    make_release(EASTBY, leaves={EASTBY_CELL: 12})
    make_release(leaves={WESTBY_CELL: 12}, quarter="2026-Q2")
    made = registered(officer)
    assert told() == "0 new, 0 delivered, 0 not delivered."
    make_release(leaves={WESTBY_CELL: 12})
    assert told() == "1 new, 1 delivered, 0 not delivered."
    assert told() == "0 new, 0 delivered, 0 not delivered."
    ((url, body, headers),) = posted
    assert url == HOOK
    assert json.loads(body) == {
        "type": "release.published",
        "timestamp": "2026-11-20T12:00:00+00:00",
        "data": {
            "release": f"{WESTBY}-2026-Q3",
            "council": WESTBY,
            "quarter": "2026-Q3",
            "url": f"https://places.example/api/v1/releases/{WESTBY}-2026-Q3",
        },
    }
    # Checked as a receiver does, by the words of docs/api.md.
    key = base64.b64decode(made.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    assert headers["webhook-signature"] == "v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode()
    assert headers["webhook-timestamp"] == str(int(NOW.timestamp()))
    assert headers["Content-Type"] == "application/json"


def test_the_signature_is_that_of_the_specification() -> None:
    """The example of standardwebhooks.com."""
    from reports.feeds.signing import signature_headers

    when = datetime.datetime.fromtimestamp(1_614_265_330, datetime.UTC)
    headers = signature_headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        b'{"test": 2432232314}',
        message="msg_p5jXN8AQM9LWM0D4loKWxJek",
        now=when,
    )
    assert headers["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_force_is_told_of_each_of_its_councils(posted: list[Any]) -> None:
    registered(factories.make_person("manager", BORDERSHIRE), BORDERSHIRE)
    for code, cell in ((WESTBY, WESTBY_CELL), (EASTBY, EASTBY_CELL)):
        make_release(code, leaves={cell: 12})
    make_release(LLANFACH, map_from="")
    assert told() == "2 new, 2 delivered, 0 not delivered."
    assert {json.loads(body)["data"]["council"] for _url, body, _headers in posted} == {WESTBY, EASTBY}


def test_the_secret_is_kept_encrypted_and_logged_nowhere(officer: StaffUser, posted: list[Any]) -> None:
    made = registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    told()
    kept = str([list(table.objects.values()) for table in (Webhook, WebhookDelivery, AuditEntry)])
    assert made.secret.removeprefix("whsec_") not in kept
    assert "of-theirs" not in kept  # the rest of an address is often a key
    assert "hooks.example" in str(list(AuditEntry.objects.values()))


# -- tried again, and given up


def test_it_is_tried_again_later_and_later_and_then_switched_off(
    officer: StaffUser, posted: list[Any], clock: Clock
) -> None:
    hook = registered(officer).webhook
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [posting.NotSent("no-answer"), *[500] * 20]
    for waits in BACKOFF:
        assert told().endswith("0 delivered, 1 not delivered.")
        clock.now += waits - datetime.timedelta(seconds=1)
        assert told() == "0 new, 0 delivered, 0 not delivered."
        clock.now += datetime.timedelta(seconds=1)
    assert told().endswith("1 not delivered.")
    hook.refresh_from_db()
    delivery = hook.deliveries.get()
    assert (hook.off_since, hook.off_because) == (clock.now.date(), "500")
    assert (delivery.state, delivery.tries, delivery.last_answer) == ("failed", len(BACKOFF) + 1, "500")
    assert len(posted) == len(BACKOFF) + 1
    entry = AuditEntry.objects.get(act="webhook-off")
    assert (entry.who, entry.area, json.loads(entry.detail)) == ("", WESTBY, {"name": "hooks.example"})
    make_release(leaves={WESTBY_CELL: 12}, quarter="2026-Q4")
    clock.now += datetime.timedelta(days=9)
    assert told() == "0 new, 0 delivered, 0 not delivered."
    switch_on(hook, by=officer, now=clock.now)
    Answers.given = []
    assert told() == "1 new, 2 delivered, 0 not delivered."
    assert [json.loads(body)["data"]["quarter"] for _url, body, _headers in posted[-2:]] == ["2026-Q3", "2026-Q4"]


@pytest.mark.parametrize(("answer", "delivered"), [(200, 1), (202, 1), (301, 0), (307, 0), (404, 0), (500, 0)])
def test_only_a_success_is_one(officer: StaffUser, posted: list[Any], answer: int, delivered: int) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [answer]
    assert told() == f"1 new, {delivered} delivered, {1 - delivered} not delivered."
    assert Webhook.objects.get().off_since is None


def test_an_address_that_is_gone_is_not_asked_again(officer: StaffUser, posted: list[Any]) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [410]
    told()
    assert (Webhook.objects.get().off_because, WebhookDelivery.objects.get().state) == ("410", "failed")


def test_a_secret_that_can_no_longer_be_read_is_said(officer: StaffUser, posted: list[Any], settings: Any) -> None:
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, []
    told()
    assert (Webhook.objects.get().off_because, posted) == ("unreadable", [])


# -- where it may lead


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://hooks.example/", "not-https"),
        ("ftp://hooks.example/", "not-https"),
        ("//hooks.example/", "not-https"),
        ("https://", "not-an-address"),
        ("https://me:key@hooks.example/", "not-an-address"),
        ("https://@hooks.example/", "not-an-address"),
        ("https://hooks.example/#part", "not-an-address"),
        ("https://hooks.example/a b", "not-an-address"),
        ("https://hooks.example/\r\nHost: inside", "not-an-address"),
        ("https://hööks.example/", "not-an-address"),
        ("https://hooks.example:99999/", "not-an-address"),
        ("https://hooks.example:8443/", "port"),
        ("https://hooks.example:22/", "port"),
        ("https://hooks.example/" + "x" * 500, "not-an-address"),
        ("https://unknown.example/", "not-found"),
        ("https://127.0.0.1/", "not-public"),
    ],
)
def test_such_an_address_is_refused_at_once(officer: StaffUser, url: str, code: str) -> None:
    with pytest.raises(posting.AddressRefused) as refused:
        registered(officer, url=url)
    assert (refused.value.code, Webhook.objects.count()) == (code, 0)


@pytest.mark.parametrize(
    "address",
    [
        *("0.0.0.0", "10.1.2.3", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1"),  # noqa: S104
        *("192.168.1.1", "100.64.0.1", "192.0.0.8", "192.0.0.9", "192.88.99.1", "192.0.2.1", "198.18.0.1"),
        *("198.51.100.7", "203.0.113.9", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
        *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "100::1", "5f00::1"),
        *("2001:db8::1", "3fff::1", "2001:1::1", "4000::1", "2001:0:4136:e378:8000:63bf:80ff:fffe"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1"),
        *("2002:7f00:1::", "2002:a00:1::1", "2002:808:808::1"),
    ],
)
def test_no_address_but_one_of_the_open_internet_is_public(address: str, names: dict[str, list[str]]) -> None:
    assert not posting.is_public(address)
    names["two.example"] = [PUBLIC, address]  # one of several is enough
    with pytest.raises(posting.AddressRefused, match="not-public"):
        posting.public_address_of("two.example")


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert posting.is_public(address)


def test_a_name_that_leads_elsewhere_later_leads_nowhere(
    officer: StaffUser, names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is public when it is registered, and private when it is sent to."""
    connected: list[Any] = []

    def connect(address: str) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("reports.feeds.posting._connected_to", connect)
    registered(officer)
    make_release(leaves={WESTBY_CELL: 12})
    names["hooks.example"] = ["169.254.169.254"]
    told()
    assert (connected, WebhookDelivery.objects.get().last_answer) == ([], "not-public")


def test_the_connection_goes_to_the_address_that_was_looked_at(
    names: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that changes between the look and the connection: nothing asks for it a second time."""
    asked: list[str] = []
    connected: list[Any] = []
    resolve = socket.getaddrinfo

    def once(host: str, port: int, **options: Any) -> Any:
        asked.append(host)
        found = resolve(host, port, **options)
        names["hooks.example"] = ["127.0.0.1"]
        return found

    def connect(address: str) -> None:
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr("socket.getaddrinfo", once)
    monkeypatch.setattr("reports.feeds.posting._connected_to", connect)
    with pytest.raises(posting.NotSent, match="no-connection"):
        posting.post(HOOK, b"{}", {})
    assert (asked, connected) == (["hooks.example"], [PUBLIC])


class _Receiver(http.server.BaseHTTPRequestHandler):
    """An address that redirects, is silent, drips, or takes what comes."""

    def do_POST(self) -> None:
        got = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((self.path, dict(self.headers), got))  # type: ignore[attr-defined]  # ours
        self.send_response(302 if self.path == "/elsewhere" else 200)
        self.send_header("Location", "/taken")
        self.end_headers()
        self.wfile.write(b"x" * 100_000)

    def log_message(self, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def receiver(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> Iterator[Any]:
    """A server with TLS on this machine, under the name hooks.example, which the client takes for a public one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example")])
    begins = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + datetime.timedelta(days=36_500))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "both.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Receiver)
    of_server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    of_server.load_cert_chain(file)
    server.socket = of_server.wrap_socket(server.socket, server_side=True)
    server.got = []  # type: ignore[attr-defined]  # ours
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(posting, "PORT", server.server_address[1])
    monkeypatch.setattr(posting, "is_public", lambda address: ipaddress.ip_address(address).is_loopback)
    monkeypatch.setattr(posting, "_tls", lambda: ssl.create_default_context(cafile=str(file)))
    names["hooks.example"] = names["other.example"] = ["127.0.0.1"]
    yield server
    server.shutdown()
    server.server_close()


def test_a_real_server_gets_it_and_a_redirect_leads_nowhere(receiver: Any) -> None:
    assert posting.post("https://hooks.example/in?key=1", b'{"a":1}', {"webhook-id": "msg_1"}) == 200
    assert posting.post("https://hooks.example/elsewhere", b"{}", {}) == 302
    assert [(path, body) for path, _headers, body in receiver.got] == [("/in?key=1", b'{"a":1}'), ("/elsewhere", b"{}")]
    headers = receiver.got[0][1]
    assert (headers["Host"].partition(":")[0], headers["webhook-id"]) == ("hooks.example", "msg_1")


def test_a_certificate_of_another_name_is_refused(receiver: Any) -> None:
    with pytest.raises(posting.NotSent, match="certificate"):
        posting.post("https://other.example/", b"{}", {})
    assert receiver.got == []


def test_an_answer_that_never_ends_is_cut_off(receiver: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The step's own time never runs out, for a byte comes before it does: the whole's does."""
    ends = threading.Event()

    def drips(self: _Receiver) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(600):
            if ends.wait(0.05):
                return
            try:
                self.wfile.write(b"X-Header-%d: x\r\n" % number if number < 90 else b"x")
                self.wfile.flush()
            except OSError:
                return

    monkeypatch.setattr(_Receiver, "do_POST", drips)
    monkeypatch.setattr(posting, "DEADLINE", 0.5)
    with pytest.raises(posting.NotSent, match="no-answer"):
        posting.post("https://hooks.example/", b"{}", {})
    ends.set()


# -- by a person


def test_an_officer_registers_one_and_sees_what_was_sent(client: Client, officer: StaffUser, posted: list[Any]) -> None:
    client.force_login(officer)
    answer = client.post(PAGE, {"url": HOOK, "area": WESTBY, "once": "1"}, follow=True)
    hook = Webhook.objects.get()
    assert "whsec_" in answer.content.decode()
    assert "whsec_" not in client.get(reverse("webhooks:made")).content.decode()
    assert hook.site == "http://testserver"
    client.post(PAGE, {"url": HOOK, "area": WESTBY, "once": "1"})
    assert Webhook.objects.count() == 1
    make_release(leaves={WESTBY_CELL: 12})
    Answers.given = [410]
    told()
    page = client.get(PAGE).content.decode()
    assert "Switched off on 20 November 2026. It answered 410." in page
    assert f"{WESTBY}-2026-Q3" in page
    assert "of-theirs" not in page
    client.post(reverse("webhooks:on", args=[hook.pk]))
    hook.refresh_from_db()
    assert hook.off_since is None
    assert "no way back" in client.get(reverse("webhooks:remove", args=[hook.pk])).content.decode()
    client.post(reverse("webhooks:remove", args=[hook.pk]))
    assert (Webhook.objects.count(), WebhookDelivery.objects.count()) == (0, 0)
    acts = list(AuditEntry.objects.filter(act__contains="webhook").values_list("act", "who").order_by("number"))
    assert acts == [("add-webhook", "offie"), ("webhook-off", ""), ("webhook-on", "offie"), ("remove-webhook", "offie")]


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://hooks.example/", "The address must begin with https://"),
        ("https://127.0.0.1/", "The address leads to a private network"),
        ("https://unknown.example/", "The name in the address was not found"),
    ],
)
def test_what_is_wrong_with_an_address_is_said_at_the_field(
    client: Client, officer: StaffUser, url: str, why: str
) -> None:
    client.force_login(officer)
    answer = client.post(PAGE, {"url": url, "area": WESTBY})
    assert (answer.status_code, why in answer.content.decode()) == (400, True)


def test_another_area_is_refused_and_an_area_has_so_many(officer: StaffUser) -> None:
    with pytest.raises(NotYourWebhook):
        registered(officer, EASTBY)
    with pytest.raises(NotYourWebhook):
        registered(factories.make_person("analyst", WESTBY))
    for _ in range(MOST_IN_AN_AREA):
        registered(officer)
    with pytest.raises(TooManyWebhooks):
        registered(officer)


# -- by a token


@pytest.fixture
def ask(officer: StaffUser) -> Callable[..., Any]:
    """What a program with a token for Westby's webhooks is answered."""
    area = Area.objects.get(code=WESTBY)
    key = make_token("hooker", dataset="webhook", area=area, by=officer, now=NOW).key

    def asked(method: str, address: str, body: Any = None, text: str = "") -> Any:
        content = json.dumps(body).encode() if body is not None else text.encode(errors="surrogateescape")
        headers = {"Authorization": f"Token {key}"}
        return Client().generic(method, address, content, content_type="application/json", headers=headers)

    return asked


def test_a_program_registers_lists_and_removes(ask: Callable[..., Any]) -> None:
    made = ask("POST", ADDRESS, {"url": HOOK})
    hook = {
        "id": Webhook.objects.get().pk,
        "host": "hooks.example",
        "area": WESTBY,
        "made_on": "2026-11-20",
        "off_since": None,
        "off_because": None,
    }
    assert made.status_code == 201
    assert made.json().pop("secret").startswith("whsec_")
    assert {name: value for name, value in made.json().items() if name != "secret"} == hook
    assert ask("GET", ADDRESS).json() == {"results": [hook]}
    one = reverse("webhooks_api:one", args=[hook["id"]])
    assert ask("GET", one).json() == hook
    assert (ask("DELETE", one).status_code, ask("DELETE", one).status_code) == (204, 404)
    assert Webhook.objects.count() == 0


def test_what_a_program_must_not_ask_is_a_problem(ask: Callable[..., Any]) -> None:
    theirs = registered(factories.make_person("manager", EASTBY), EASTBY).webhook
    one = reverse("webhooks_api:one", args=[theirs.pk])
    answers = {
        400: [
            ask("POST", ADDRESS, {"url": HOOK, "area": EASTBY}),
            ask("POST", ADDRESS, {"url": "https://127.0.0.1/"}),
            ask("POST", ADDRESS, {"url": HOOK, "more": 1}),
            ask("POST", ADDRESS, {"url": HOOK, "area": "E\0"}),
            ask("POST", ADDRESS, {"url": HOOK, "area": {"a": []}}),
            ask("POST", ADDRESS, {"url": "https://a\0.example/"}),
            ask("POST", ADDRESS, {"url": "https://\ud800.example/"}),
            ask("POST", ADDRESS, text="[" * 30_000),
            ask("POST", ADDRESS, text="\udcff"),
            ask("POST", ADDRESS, [HOOK]),
            ask("POST", ADDRESS),
        ],
        401: [Client().get(ADDRESS), Client().post(ADDRESS)],
        404: [ask("GET", one), ask("DELETE", one)],
        405: [ask("PUT", ADDRESS, {}), ask("PATCH", ADDRESS, {})],
    }
    for status, given in answers.items():
        assert [(one.status_code, one["Content-Type"]) for one in given] == [
            (status, "application/problem+json") for _ in given
        ]
    assert list(Webhook.objects.all()) == [theirs]
    assert note_new_releases(now=NOW) == 0

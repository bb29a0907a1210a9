"""Production settings behind nginx with TLS: what a police force serves after following docs/operating.md."""

import base64
import hashlib
import hmac
import re
import sqlite3
import struct
import subprocess
import time
from collections.abc import Callable
from contextlib import closing

import pytest

from tests.served.browsers import DESKTOP, PHONE, Visit
from tests.served.production import ADDRESS, HOST, QUARTER, Production, council
from tests.served.reporting import STEPS, reports_until_check, sends
from tests.served.walking import Walk

pytestmark = pytest.mark.production


def code_now(secret: str) -> str:
    """What an authenticator app shows for a secret. Source: RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def curl(*words: str) -> str:
    """What curl prints of an answer of the proxy."""
    resolve = ["--resolve", f"{HOST}:443:{ADDRESS}", "--resolve", f"{HOST}:80:{ADDRESS}"]
    return subprocess.run(["curl", "-sk", *resolve, *words], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    ("script", "touched_on"),
    [
        pytest.param(True, "$", id="opened"),
        pytest.param(True, "", marks=pytest.mark.whole, id="touched"),
        pytest.param(False, "", marks=pytest.mark.whole, id="touched without script"),
    ],
)
def test_every_public_page_holds_whatever_is_touched(
    visit_production: Visit, stated: Callable[[Walk, str], None], script: bool, touched_on: str
) -> None:
    # With script they are opened, and touched in the long form: what is touched is the same as without a proxy.
    walk = Walk(visit_production(script=script, viewport=PHONE), touched_on=touched_on)
    walk.goes_everywhere(["/", "/cy/"], steps=STEPS if touched_on == "" else 0)
    stated(walk, f"production behind nginx, phone, {'script' if script else 'no script'}")
    assert walk.faults == []
    refused = [
        address
        for address in walk.files
        if not re.match(r"2\d\d ", curl("-o", "/dev/null", "-w", "%{http_code} ", f"https://{HOST}{address}"))
    ]
    assert refused == []
    assert any(address.startswith("/releases/") for address in walk.files), "nothing was published: nothing was tried"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_report_goes_through_the_proxy_and_is_kept(
    visit_production: Visit, production: Production, script: bool
) -> None:
    kept = rows_of_queue(production)
    visitor = visit_production(script=script)
    reports_until_check(visitor)
    sends(visitor)
    assert rows_of_queue(production) == kept + 1


def test_a_release_comes_from_nginx_as_the_service_gives_it(production: Production) -> None:
    (folder,) = (production.var / "releases").glob(f"*-{QUARTER}*")  # with a number where a hexagon was withdrawn
    for file in sorted(one for one in folder.iterdir() if one.suffix not in {".gz", ".br"}):
        by_proxy = curl("-D", "-", "-o", "/dev/null", f"https://{HOST}/releases/{folder.name}/{file.name}")
        assert by_proxy.startswith("HTTP/2 200"), by_proxy
        assert "cache-control: public, max-age=31536000, immutable" in by_proxy.lower()
    missing = curl("-o", "/dev/null", "-w", "%{http_code}", f"https://{HOST}/releases/E00000000-2020-Q1/map.json")
    assert missing == "404"


def test_staff_sign_in_with_a_second_factor_and_see_their_home(visit_production: Visit, production: Production) -> None:
    stated = production.manage("add_person", "served.manager", "--role", "manager", "--area", council(production))
    password = stated.rpartition("Password, shown this once: ")[2].split()[0]
    visitor = visit_production(viewport=DESKTOP)
    visitor.signs_in("served.manager", password)
    page = visitor.page
    page.wait_for_url("**/staff/second-factor**")
    if page.get_by_role("link", name=re.compile("app", re.IGNORECASE)).count():
        page.get_by_role("link", name=re.compile("app", re.IGNORECASE)).first.click()
    secret = re.search(r"\b([A-Z2-7]{4}(?: ?[A-Z2-7]{4}){3,})\b", page.inner_text("main"))
    assert secret is not None, page.inner_text("main")
    page.fill("input[name=code]", code_now(secret[1].replace(" ", "")))
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_load_state()
    assert visitor.complaints == []
    page.goto(f"{production.site.url}/staff/people")
    assert page.inner_text("h1") == "People"


def test_nothing_written_names_an_address_or_what_was_asked(production: Production) -> None:
    curl("-o", "/dev/null", f"https://{HOST}/help/stalking?seen=sentinel")
    logs = "".join(file.read_text(errors="replace") for file in production.var.parents[1].glob("log/*"))
    said = logs + production.site.says()
    assert [word for word in ("sentinel", "127.0.0.1 -", "/help/", "GET /") if word in said] == []


def rows_of_queue(production: Production) -> int:
    """How many reports wait to be shuffled: read from the file itself."""
    with closing(sqlite3.connect(f"file:{production.var}/streetsafe.sqlite3?mode=ro", uri=True)) as opened:
        return int(opened.execute("SELECT count(*) FROM reports_incomingreport").fetchone()[0])

"""What stands in front of the service may be set up wrongly: it is told in a line, and probes are answered."""

import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from streetsafe.middleware import SILENT_PROXY
from tests.deployment import PRODUCTION, ROOT, Deployment
from tests.streetsafe.test_headers import EVERYWHERE


@pytest.fixture
def production(settings: Any) -> None:
    """As production settings are."""
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["places.example"]
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")


HERE = {"host": "places.example"}


def test_a_proxy_that_does_not_say_how_it_was_asked_is_told_once(
    production: None, caplog: pytest.LogCaptureFixture
) -> None:
    """Sent on to https, a browser would be sent on for ever."""
    client = Client(headers=HERE)
    answers = [client.get("/about"), client.post("/report"), client.get("/staff/")]
    assert [(one.status_code, one.content.decode().strip()) for one in answers] == [(503, SILENT_PROXY)] * 3
    assert {name: answers[0].headers.get(name) for name in ("X-Frame-Options",)} == {
        "X-Frame-Options": EVERYWHERE["X-Frame-Options"]
    }
    assert caplog.messages == [SILENT_PROXY]


@pytest.mark.parametrize(("scheme", "status"), [("https", 200), ("http", 301)])
def test_a_proxy_that_says_it_is_believed(production: None, scheme: str, status: int) -> None:
    answer = Client(headers=HERE | {"x-forwarded-proto": scheme}).get("/about")
    assert answer.status_code == status
    assert answer.headers.get("Location", "") == ("https://places.example/about" if status == 301 else "")


@pytest.mark.django_db
@pytest.mark.parametrize("host", ["127.0.0.1:8000", "[::1]:8000", "10.0.0.7", "places.example"])
def test_a_probe_on_the_node_is_answered_by_http_and_under_any_name(production: None, host: str) -> None:
    client = Client(headers={"host": host})
    assert (client.get("/healthz").status_code, client.get("/healthz").content) == (200, b"alive\n")
    ready = client.get("/readyz")
    assert ready.status_code in (200, 503)
    assert ready.content.decode().splitlines()[0] in ("ready", "not ready")
    if host != "places.example":
        assert client.get("/about", secure=True).status_code == 400


@pytest.mark.parametrize(("asked", "said"), [({}, False), ({"HSTS_PRELOAD": "1"}, True)])
def test_preload_is_said_only_when_it_is_asked_for(tmp_path: Any, asked: dict[str, str], said: bool) -> None:
    (tmp_path / "var").mkdir()
    deployment = Deployment(tmp_path / "var", PRODUCTION | asked)
    show = "from streetsafe import settings as s; print(s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_SECONDS)"
    ended = subprocess.run(
        [sys.executable, "-c", show], cwd=ROOT, env=deployment.variables(), capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == [str(said), "63072000"]


def test_the_proxys_files_do_not_say_preload() -> None:
    files = list((ROOT / "deploy" / "nginx").iterdir())
    assert [file.name for file in files if "preload" in file.read_text(encoding="utf-8")] == []
    assert any("max-age=63072000; includeSubDomains" in file.read_text(encoding="utf-8") for file in files)

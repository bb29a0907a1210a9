"""The alerts and the scrape file of deploy/ ask for what the service tells, and only on the node."""

import datetime
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.db import OperationalError
from django.test import Client

from reports.staff import audit
from reports.staff.models import AuditEntry
from streetsafe import day_figures, metrics, nights
from tests.deployment import ROOT
from tests.factories import NOW

pytestmark = pytest.mark.django_db

FOLDER = ROOT / "deploy" / "prometheus"
TODAY = datetime.date(2026, 11, 28)
# The text format of Prometheus: https://prometheus.io/docs/instrumenting/exposition_formats/
LINE = re.compile(
    r"# (HELP|TYPE) [a-z_]+ \S.*|[a-z_]+(\{[a-z_]+=\"(?:[^\"\\\n]|\\[\\n\"])*\"\})? -?\d+(\.\d+)?(e[+-]?\d+)?"
)


@pytest.fixture
def watched(country: Any, settings: Any, tmp_path: Path) -> str:
    """A service that has had a night, a backup and an act of staff; what it tells."""
    settings.VAR_DIR, settings.BACKUP_FOLDER = tmp_path, str(tmp_path)
    (tmp_path / "streetsafe-2026-11-27-00000000.backup").touch()
    audit.record(AuditEntry.Act.LOCK_OUT, by=None, now=NOW)
    nights.note_night(TODAY, failed=["backup"])
    day_figures.note_day(TODAY)
    return Client(headers={"host": "10.0.0.7:8000"}).get("/metrics").text


def test_every_line_is_one_that_prometheus_reads_and_the_figures_are_right(watched: str) -> None:
    assert [line for line in watched.splitlines() if not LINE.fullmatch(line)] == []
    told = dict(line.rsplit(" ", 1) for line in watched.splitlines() if not line.startswith("#"))
    midnight = datetime.datetime(2026, 11, 28, tzinfo=datetime.UTC).timestamp()
    assert {
        name: told[name]
        for name in told
        if name not in {"streetsafe_ready", "streetsafe_helplines_stale", "streetsafe_day_disk_free_percent"}
    } == {
        "streetsafe_night_day_seconds": f"{midnight:.0f}",
        "streetsafe_night_steps_failed": "1",
        "streetsafe_day_seconds": f"{midnight - 86400:.0f}",
        "streetsafe_day_reports_received": "0",
        "streetsafe_day_reports_unshuffled": "0",
        "streetsafe_day_reports_deleted_last_month": "0",
        "streetsafe_day_proxy_names_nobody": "0",
        "streetsafe_backup_day_seconds": f"{midnight - 86400:.0f}",
        "streetsafe_releases": "0",
        'streetsafe_staff_acts_total{act="lock-out"}': "1",
    }


def test_every_alert_asks_for_series_that_there_are(watched: str) -> None:
    rules = yaml.safe_load((FOLDER / "streetsafe.rules.yml").read_text(encoding="utf-8"))
    series = {re.split(r"[{ ]", line)[0] for line in watched.splitlines() if not line.startswith("#")}
    alerts = [rule for group in rules["groups"] for rule in group["rules"]]
    assert len({rule["alert"] for rule in alerts}) == len(alerts) >= 9
    for rule in alerts:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "action"}
        asked = set(re.findall(r"streetsafe_\w+", rule["expr"]))
        assert asked <= series
        assert asked or rule["expr"] == 'up{job="streetsafe"} == 0'
        acts = re.findall(r'act="([^"]*)"', rule["expr"])
        assert set(acts) <= set(AuditEntry.Act.values)


def test_the_scrape_file_asks_the_node_itself() -> None:
    (job,) = yaml.safe_load((FOLDER / "scrape.yml").read_text(encoding="utf-8"))["scrape_configs"]
    assert (job["job_name"], job["metrics_path"]) == ("streetsafe", "/metrics")
    assert job["static_configs"] == [{"targets": ["127.0.0.1:8000"]}]


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "172.18.0.3"}, 200),
        ({"REMOTE_ADDR": ""}, 200),  # a socket of this machine
        ({"REMOTE_ADDR": "::ffff:127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "::ffff:203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "2001:db8::1"}, 404),
        ({"REMOTE_ADDR": "nonsense"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=127.0.0.1"}, 404),
    ],
)
def test_nobody_reads_it_through_a_proxy_or_from_afar(country: Any, asked: dict[str, str], status: int) -> None:
    answer = Client(**asked).get("/metrics")
    assert answer.status_code == status
    assert ("streetsafe_ready" in answer.text) == (status == 200)


def test_while_the_database_is_away_the_rest_is_told(country: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> Any:
        raise OperationalError
        yield

    monkeypatch.setattr(metrics, "_of_the_database", away)
    told = {one.name for one in metrics.series_now(today=TODAY)}
    assert {"streetsafe_ready", "streetsafe_helplines_stale"} <= told
    assert "streetsafe_releases" not in told

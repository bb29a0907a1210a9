"""What production asks for is told at once, in sentences, however the service is started; and what the doctor says."""

import json
import secrets
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.deployment import PRODUCTION, ROOT, Deployment, free_port
from tests.streetsafe.test_commands import every_command

REQUIRED = {
    "SECRET_KEY": "SECRET_KEY is missing.",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS is missing.",
    "RELEASES_PUBLISHER": "RELEASES_PUBLISHER is missing.",
    "DATA_PROTECTION_OFFICER": "DATA_PROTECTION_OFFICER is missing.",
    "ICO_REGISTRATION": "ICO_REGISTRATION is missing.",
    "CONTACT_ADDRESS": "CONTACT_ADDRESS and CONTACT_PHONE are missing.",
}
WRONG = {
    "SECRET_KEY": ("short", "django-insecure-" + "x" * 60),
    "ALLOWED_HOSTS": ("*", "https://places.example", "places.example:443", "places.example,*", ",", "a b"),
    "SITE_NAME": ("", " "),
    "EXIT_URL": ("http://weather.example", "weather.example", "https://", "https://a b", "javascript:alert(1)", ""),
    "PROXY_COUNT": ("0", "-1", "x", "1.5", "٣", "9" * 5000, "1e1"),
    "RASTER_URL": (
        "http://tiles.example/{z}/{x}/{y}",
        "https://tiles.example/{z}/{x}",
        "https://t.example/{z}{x}{y}{0}",
    ),
    "RASTER_MAX_ZOOM": ("nan", "-1", "23"),
    "DATABASE_URL": ("mysql://me@host/name", "postgresql://me@host:port/name", "postgresql://host", "postgresql://[/x"),
    "SITE_LANGUAGES": ("fr", "cy"),
    "SECURITY_CONTACT": ("security@places.example", "mailto:a b"),
    "ROUTES_FILE": ("/nowhere/routes.toml", f"/{'a' * 300}"),
    "STREETSAFE_VAR": ("var", "/etc/hostname", f"/{'a' * 300}"),
    "RELEASES_PUBLISHER": ("two\nlines", "half \udcff"),
    "STREETSAFE_ENV": ("prod", "Production"),
}


def refusal(values: dict[str, str]) -> tuple[int, str]:
    """How reading the settings ended with these values, and what was said."""
    kept = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)} | values
    command = [sys.executable, "manage.py", "check"]
    ended = subprocess.run(command, cwd=ROOT, env=kept, capture_output=True, text=True, check=False, timeout=120)
    return ended.returncode, ended.stderr


def production(var: Path, **changes: str) -> dict[str, str]:
    """Good values of production, changed."""
    return PRODUCTION | {"STREETSAFE_VAR": str(var)} | changes


def test_all_that_is_missing_is_told_at_once_and_empty_is_missing(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    assert refusal(production(tmp_path / "var")) == (0, "")
    for values in ({"STREETSAFE_ENV": "production"}, production(tmp_path, **dict.fromkeys(REQUIRED, " "))):
        status, said = refusal(values)
        assert status == 1
        lines = said.splitlines()
        assert lines[0] == "The service does not start:"
        assert [line.removeprefix("  - ").partition(" Set ")[0] for line in lines[1:]] == list(REQUIRED.values())


@pytest.mark.parametrize("name", WRONG)
def test_a_value_that_cannot_be_used_is_refused_by_name_with_what_to_do(tmp_path: Path, name: str) -> None:
    """All of a variable's values are tried by the reader in one process: a start of each would take minutes."""
    code = (
        "import os, sys, json, importlib\n"
        "from streetsafe import environment, settings\n"
        "for value in json.loads(sys.argv[2]):\n"
        "    os.environ[sys.argv[1]] = value\n"
        "    environment.found_wrong.clear()\n"
        "    try:\n"
        "        importlib.reload(settings)\n"
        "    except environment.NotStarted as refused:\n"
        "        print(ascii(str(refused)))\n"
        "    else:\n"
        "        print('started with', ascii(value))\n"
    )

    ended = subprocess.run(
        [sys.executable, "-c", code, name, json.dumps(WRONG[name])],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"} | production(tmp_path),
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answers = ended.stdout.splitlines()
    assert len(answers) == len(WRONG[name])
    for value, answer in zip(WRONG[name], answers, strict=True):
        assert f"  - {name} " in answer, (value, answer)
        assert answer.startswith(("'The service does not start:", '"The service does not start:')), answer


def serving(var: Path, *options: str, **changes: str) -> tuple[int, str]:
    """How gunicorn ended that was started with these values, and all that was said."""
    command = [sys.executable, "-m", "gunicorn", "streetsafe.wsgi", "--bind", f"127.0.0.1:{free_port()}"]
    quiet = ["--workers", "2", "--no-control-socket", "--log-level", "warning", *options]
    environment = Deployment(var, PRODUCTION | changes).variables()
    ended = subprocess.run(
        [*command, *quiet], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    return ended.returncode, ended.stdout + ended.stderr


def refused(*lines: str) -> tuple[int, str]:
    """A server that ended with sentences and nothing else, each said once: no worker was made that could say it too."""
    return 4, "".join(f"{line}\n" for line in ("The service does not start:", *(f"  - {line}" for line in lines)))


@pytest.mark.parametrize("option", [(), ("--preload",)], ids=["each worker", "before the workers"])
def test_a_server_that_must_not_start_ends_with_a_sentence_and_tries_no_second_time(
    tmp_path: Path, option: tuple[str, ...]
) -> None:
    pid = tmp_path / "pid"
    ended = serving(tmp_path, *option, "--pid", str(pid), SECRET_KEY="")
    assert ended == refused("SECRET_KEY is missing. Set the environment variable SECRET_KEY.")
    assert not pid.exists()


def test_a_folder_that_is_not_there_ends_the_start(tmp_path: Path) -> None:
    assert serving(tmp_path / "nowhere") == refused(
        f"The service's folder cannot be written. {tmp_path / 'nowhere'}: No such file or directory. "
        "Make room, mount it writable, or give it to the service's user."
    )


def test_helplines_that_cannot_be_read_end_the_start(tmp_path: Path) -> None:
    (tmp_path / "routes.toml").write_text("no = ")
    (status, said) = serving(tmp_path, ROUTES_FILE=str(tmp_path / "routes.toml"))
    lines = said.splitlines()
    assert (status, len(lines), lines[0]) == (4, 2, "The service does not start:")
    assert lines[1].startswith("  - The list of helplines cannot be read. ")
    assert lines[1].endswith(" Mend ROUTES_FILE, or leave it out.")


def test_a_local_secret_is_made_once_and_again_when_a_full_disk_left_it_empty(tmp_path: Path) -> None:
    values = {"STREETSAFE_VAR": str(tmp_path)}
    assert refusal(values)[0] == 0
    made = (tmp_path / "secret_key").read_text()
    assert len(made) > 50
    assert refusal(values)[0] == 0
    assert (tmp_path / "secret_key").read_text() == made
    (tmp_path / "secret_key").write_text("")
    assert refusal(values)[0] == 0
    assert len((tmp_path / "secret_key").read_text()) > 50
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def lines_of(said: str) -> dict[str, str]:
    """The doctor's word for each thing it names."""
    found = [
        line.split("  ", 1)
        for line in said.splitlines()
        if line.startswith(("ok ", "wrong ", "warning ", "not checked "))
    ]
    return {rest.strip().partition(":")[0]: word.strip() for word, rest in found}


def test_the_doctor_says_everything_at_once_even_where_the_settings_are_refused(tmp_path: Path) -> None:
    broken = Deployment(tmp_path, {"STREETSAFE_ENV": "production", "PROXY_COUNT": "x", "EXIT_URL": "http://x"})
    said = broken.manage("doctor", expect=1).output
    assert "Traceback" not in said
    for refused in (*REQUIRED.values(), "PROXY_COUNT is 'x'.", "EXIT_URL is 'http://x'."):
        assert refused in said
    stated = lines_of(said)
    assert {name: stated[name] for name in ("settings", "the secret", "the database", "templates")} == {
        "settings": "wrong",
        "the secret": "wrong",
        "the database": "wrong",
        "templates": "ok",
    }
    assert "Run: manage.py migrate" in said or "run manage.py migrate" in said
    assert stated["areas"] == "not checked"


def test_the_doctor_finds_nothing_wrong_with_a_trial_and_says_what_it_did_not_see(tmp_path: Path) -> None:
    trial = Deployment(tmp_path)
    trial.begin(with_areas=False)
    assert lines_of(trial.manage("doctor", expect=1).output)["areas"] == "wrong"
    trial.manage("load_builtin_geography")
    said = trial.manage("doctor").output
    stated = lines_of(said)
    assert "wrong" not in stated.values(), said
    for name in ("production", "backups", "the proxy"):
        assert stated[name] == "not checked"
    for name in ("boundaries", "stations", "streets", "postcodes"):
        assert stated[name] == "warning"
    for name in (
        "settings",
        "the database",
        "migrations",
        "writing",
        "areas",
        "places",
        "pages",
        "new reports shuffled",
    ):
        assert stated[name] == "ok", said


def test_the_doctor_warns_of_a_search_that_finds_nothing_until_it_does(tmp_path: Path) -> None:
    trial = Deployment(tmp_path / "var")
    trial.begin()
    with closing(sqlite3.connect(trial.var / "streetsafe.sqlite3")) as database, database:
        database.execute("DELETE FROM reports_place")
    said = trial.manage("doctor").output
    for line, remedy in (
        ("warning      places: None is loaded: ", "Run: manage.py load_places FILE, or load_builtin_geography "),
        ("warning      stations: None is loaded: ", "Run: manage.py load_places STATIONS.csv "),
        (
            "warning      streets: None is loaded in ",
            "Run: manage.py build_basemap FILE.osm.pbf, or load_places opname",
        ),
        ("warning      postcodes: None is loaded: ", "Run: manage.py load_postcodes FILE "),
    ):
        (number,) = (at for at, each in enumerate(said.splitlines()) if each.startswith(line))
        assert said.splitlines()[number + 1].startswith(f"             → {remedy}")
    files = every_command(tmp_path)
    trial.manage("load_places", *files["load_places"])
    trial.manage("load_places", tmp_path / "stations.csv")
    trial.manage("load_postcodes", *files["load_postcodes"])
    stated = lines_of(trial.manage("doctor").output)
    assert {stated[name] for name in ("places", "stations", "postcodes")} == {"ok"}


def test_the_doctor_sees_old_backups_and_refuses_derived_boundaries_in_production(tmp_path: Path) -> None:
    real = Deployment(tmp_path / "var", PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(50), "BACKUP_KEY": "k" * 40})
    real.begin()
    (tmp_path / "backups").mkdir()
    stated = lines_of(real.manage("doctor", "--backups", tmp_path / "backups", expect=1).output)
    assert {name: stated[name] for name in ("boundaries", "postcodes", "backups", "settings")} == {
        "boundaries": "wrong",
        "postcodes": "warning",
        "backups": "wrong",
        "settings": "ok",
    }
    (tmp_path / "backups" / "streetsafe-2026-11-27-0.backup").touch()
    stated = lines_of(real.manage("doctor", "--backups", tmp_path / "backups", expect=1).output)
    assert stated["backups"] == "ok"

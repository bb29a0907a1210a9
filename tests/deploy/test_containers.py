"""The image and the compose file hold what the units and the page of the operator hold, and reach nobody past nginx."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from streetsafe.readiness.doctor import LEAST_PYTHON
from tests.deploy.test_units import read
from tests.deployment import ROOT
from tests.streetsafe.test_commands import COMMANDS

FOLDER = ROOT / "deploy" / "container"
COMPOSE: dict[str, Any] = yaml.safe_load((FOLDER / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "streetsafe"}


def instructions() -> list[tuple[str, str]]:
    """The image's file: word and rest, continued lines joined."""
    text = (FOLDER / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(None, 1) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(word, rest) for word, rest in lines]


def test_the_image_is_made_of_a_python_that_is_promised_and_runs_as_nobody_of_importance() -> None:
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    versions = [re.fullmatch(r"docker\.io/library/python:(3)\.(\d+)-slim-bookworm", base) for base in bases]
    assert len(versions) == 2
    assert all(found and (int(found[1]), int(found[2])) >= LEAST_PYTHON for found in versions)
    words = [word for word, _rest in instructions()]
    assert words.index("USER") < words.index("CMD") == len(words) - 1
    assert dict(instructions())["USER"] == "streetsafe"
    assert not {"ADD", "EXPOSE", "VOLUME"} & set(words)


def test_the_image_starts_the_service_as_the_unit_does() -> None:
    started = yaml.safe_load(dict(instructions())["CMD"])
    unit = read(ROOT / "deploy" / "systemd" / "streetsafe.service")["Service"]
    assert started == [word.removeprefix("/srv/streetsafe/app/") for word in shlex.split(unit["ExecStart"])]
    assert dict(instructions())["WORKDIR"] == unit["WorkingDirectory"]
    settings = dict(pair.split("=") for pair in dict(instructions())["ENV"].split())
    example = (ROOT / "deploy" / "environment.example").read_text(encoding="utf-8")
    assert [name for name in settings if f"{name}=" not in example] == ["PYTHONDONTWRITEBYTECODE"]
    assert (settings["STREETSAFE_ENV"], settings["STREETSAFE_VAR"]) == ("production", "/srv/streetsafe/var")


def test_nothing_of_a_trial_and_no_secret_comes_into_the_image() -> None:
    left_out = (FOLDER / "Containerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    assert {".git", ".venv", "node_modules", "var", "build"} <= set(left_out)
    assert {"deploy/container/environment", "deploy/container/secrets"} <= set(left_out)


def test_each_of_ours_runs_a_command_there_is_in_a_box_that_writes_nowhere_else() -> None:
    assert set(OURS) == {"migrate", "site", "nightly", "pages"}
    commands = {name: service["command"] for name, service in OURS.items() if "command" in service}
    assert commands == {
        name: [".venv/bin/python", "manage.py", command]
        for name, command in (("migrate", "migrate"), ("nightly", "nightly"), ("pages", "prepare_pages"))
    }
    assert {command[-1] for command in commands.values()} <= set(COMMANDS)
    for service in OURS.values():
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["volumes"] == ["var:/srv/streetsafe/var", "backups:/mnt/backups"]
        assert "privileged" not in service
    assert SERVICES["migrate"]["build"] == {"context": "../..", "dockerfile": "deploy/container/Containerfile"}
    assert (FOLDER / SERVICES["migrate"]["build"]["context"]).resolve() == ROOT


def test_the_tables_are_there_before_the_service_and_the_service_before_nginx() -> None:
    after = {name: service.get("depends_on", {}) for name, service in SERVICES.items()}
    assert after["migrate"] == {"database": {"condition": "service_healthy"}}
    assert after["site"]["migrate"] == {"condition": "service_completed_successfully"}
    assert after["front"] == {"site": {"condition": "service_healthy"}}
    assert "/readyz" in SERVICES["site"]["healthcheck"]["test"][-1]
    assert {name for name, service in SERVICES.items() if service.get("profiles") == ["timer"]} == {"nightly", "pages"}


def test_only_nginx_is_reached_and_it_keeps_no_log_and_no_file() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert published == {"site": ["80:80", "443:443"]}  # whose network nginx shares; the service itself is on loopback
    front = SERVICES["front"]
    assert (front["network_mode"], front["read_only"], front["logging"]) == ("service:site", True, {"driver": "none"})
    assert {"/var/lib/nginx", "/var/log/nginx"} <= set(front["tmpfs"])
    for volume in front["volumes"]:
        assert volume.endswith(":ro")
        if volume.startswith(".."):
            assert (FOLDER / volume.split(":")[0]).is_file()
    mounted = {volume.split(":")[1] for volume in front["volumes"]}
    text = (ROOT / "deploy" / "nginx" / "streetsafe.conf").read_text(encoding="utf-8")
    assert {f"/etc/nginx/{one}" for one in re.findall(r"include (snippets/[\w.-]+);", text)} <= mounted
    assert "server 127.0.0.1:8000;" in text


def test_the_database_is_durable_keeps_no_log_of_reports_and_gives_a_role_that_is_no_superuser() -> None:
    database = SERVICES["database"]
    words = database["command"]
    stated = dict(word.split("=") for word in words if "=" in word)
    assert {name: stated[name] for name in ("fsync", "full_page_writes", "synchronous_commit")} == {
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
    }
    assert (stated["wal_keep_size"], stated["archive_mode"], stated["log_statement"]) == ("0", "off", "none")
    assert "ports" not in database
    script = FOLDER / "database.sh"
    assert subprocess.run(["sh", "-n", script], check=False).returncode == 0
    assert "NOSUPERUSER" in script.read_text(encoding="utf-8")
    assert set(database["secrets"]) == set(COMPOSE["secrets"])
    named = {
        volume.split(":")[0] for one in SERVICES.values() for volume in one.get("volumes", []) if volume[0] not in "./"
    }
    assert named == set(COMPOSE["volumes"])


def test_backups_are_made_by_programs_as_new_as_the_server() -> None:
    (server,) = re.findall(r"postgres:(\d+)", SERVICES["database"]["image"])
    (client,) = re.findall(r"postgresql-client-(\d+)", (FOLDER / "Containerfile").read_text(encoding="utf-8"))
    assert int(client) >= int(server)


def has_compose() -> bool:
    command = ["docker", "compose", "version"]
    return bool(shutil.which("docker")) and subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.skipif(not has_compose(), reason="docker compose is not on this machine")
def test_docker_itself_reads_the_compose_file(tmp_path: Path) -> None:
    for file in FOLDER.iterdir():
        shutil.copy(file, tmp_path)
    (tmp_path / "environment").touch()
    command = ["docker", "compose", "--file", tmp_path / "compose.yaml", "config", "--quiet"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (ended.returncode, ended.stderr) == (0, "")

"""The secret a newcomer's machine makes for itself is whole, its own, and stays."""

import os
from pathlib import Path

import pytest

from streetsafe import environment


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret_key"
    made = environment.made_once(file)
    assert len(made) == 67
    assert environment.made_once(file) == made
    assert file.stat().st_mode & 0o777 == 0o600
    assert os.listdir(file.parent) == ["secret_key"]


def test_an_empty_one_of_a_killed_start_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    assert len(environment.made_once(tmp_path / "secret_key")) == 67


def test_of_two_that_make_it_the_first_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lose(unfinished: Path, file: Path) -> None:
        file.write_text("the other's")
        raise FileExistsError

    monkeypatch.setattr(environment.os, "link", lose)  # type: ignore[attr-defined]
    assert environment.made_once(tmp_path / "secret_key") == "the other's"
    assert os.listdir(tmp_path) == ["secret_key"]

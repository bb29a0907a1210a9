"""The folder of real data, for tests that need it."""

import os
from pathlib import Path

import pytest

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder STREETSAFE_DATA names (../shared/data when it names none); skips when there is none."""
    folder = (_ROOT / os.environ.get("STREETSAFE_DATA", "../shared/data")).resolve()
    if not (folder / "MANIFEST.md").is_file():
        pytest.skip(f"no real data in {folder}: set STREETSAFE_DATA to a folder that has it")
    return folder

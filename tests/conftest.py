"""Fixtures every test may ask for."""

from pathlib import Path
from typing import Any

import pytest

from reports.geography.models import Area
from tests import factories


@pytest.fixture
def country(db: None) -> dict[str, Area]:
    """A small made-up country: see `tests.factories`."""
    return factories.make_country()


@pytest.fixture(autouse=True)
def own_var_folder(settings: Any, tmp_path: Path) -> None:
    """Releases and other files a test writes stay in the test's own folder."""
    settings.VAR_DIR = tmp_path / "var"
    settings.RELEASES_DIR = tmp_path / "var" / "releases"


@pytest.fixture(autouse=True)
def static_files_as_written(settings: Any) -> None:
    """Pages are drawn and static files served without collecting them first."""
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True

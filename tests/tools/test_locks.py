"""What is locked can be installed on the oldest Python that is promised, not alone on the one that made the lock."""

import re
import sys
from importlib import metadata

import pytest
from packaging.specifiers import SpecifierSet

from tests.deployment import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import oldest_python  # type: ignore[import-not-found]  # a script, not a package

OLDEST = ".".join(str(part) for part in oldest_python.OLDEST)


def locked(name: str) -> list[str]:
    """The packages of a lock."""
    return re.findall(r"^([a-z0-9._-]+)==", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_of_a_lock_works_on_the_oldest_python(name: str) -> None:
    packages = locked(name)
    assert {"django", "djangorestframework", "django-leaflet", "geopy"} < set(packages)
    wanted = {package: metadata.metadata(package)["Requires-Python"] or "" for package in packages}
    assert {one: asked for one, asked in wanted.items() if not SpecifierSet(asked).contains(OLDEST)} == {}

"""Releases for tests: their quarter, their noise and their files."""

import numpy as np
from numpy.typing import NDArray

from reports.publication import released
from reports.publication.models import Release

QUARTER = "2026-Q3"
FILES = [
    "datapackage.json",
    "figures.json",
    "leaves.csv",
    "leaves.csv-metadata.json",
    "leaves.geojson",
    "leaves.gpkg",
    "manifest.json",
    "map.json",
]


def no_noise(counts: NDArray[np.int64], epsilon: float) -> NDArray[np.int64]:
    """A source of noise that adds none, so that a test can say what must come out."""
    return counts


def file_bytes(release: Release) -> dict[str, bytes]:
    """Every file of a release, without its compressed twins."""
    files = [file for file in released.release_folder(release).iterdir() if file.suffix not in {".gz", ".br"}]
    return {file.name: file.read_bytes() for file in files}

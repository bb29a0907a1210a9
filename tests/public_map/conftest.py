"""Each test draws for itself: what one process keeps of a release would be another test's."""

import pytest

from reports.public_map import figures, ground, open_data, overview, picture, release_file, saying


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forgets every picture, figure and file kept in memory."""
    picture.picture_of.cache_clear()
    overview.overview_of.cache_clear()
    saying.said_of.cache_clear()
    ground._ground.cache_clear()
    figures._figures_of_edition.cache_clear()
    release_file._file.cache_clear()
    open_data._listed.cache_clear()

"""Each test draws for itself: what one process keeps of a release would be another test's."""

import pytest

from reports.public_map import figures, interactive_map, open_data, overview, release_file, saying, svg_map


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """Forgets every picture, figure and file kept in memory."""
    svg_map.picture_of.cache_clear()
    overview.overview_of.cache_clear()
    saying.said_of.cache_clear()
    interactive_map._ground.cache_clear()
    figures._figures_of_edition.cache_clear()
    figures._sum_of_edition.cache_clear()
    release_file._file.cache_clear()
    open_data._listed.cache_clear()
    open_data._listed_sum.cache_clear()

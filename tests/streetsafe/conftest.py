"""A service of its own in a folder, and a server of it."""

from collections.abc import Iterator

import pytest

from tests.deployment import Deployment, Server, serve


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory) -> Deployment:
    """A service with areas, and its database in a file."""
    made = Deployment(tmp_path_factory.mktemp("service") / "var")
    made.begin()
    return made


@pytest.fixture
def server(deployment: Deployment) -> Iterator[Server]:
    """It, served by one worker."""
    running = serve(deployment, workers=1)
    yield running
    running.stop()

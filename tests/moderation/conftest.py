"""What the tests of moderation share."""

import pytest
from django.test import Client

from tests import factories
from tests.factories import WESTBY


@pytest.fixture
def desk(client: Client) -> Client:
    """A moderator of Westby alone, signed in."""
    client.force_login(factories.make_person("moderator", WESTBY, username="mo"))
    return client

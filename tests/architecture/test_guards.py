"""The guards the other tests rely on do guard."""

import socket
import warnings

import pytest
from pytest_socket import SocketConnectBlockedError


def test_the_network_is_blocked() -> None:
    with pytest.raises((SocketConnectBlockedError, UserWarning)), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))


def test_a_warning_is_an_error() -> None:
    with pytest.raises(UserWarning):
        warnings.warn("seen", UserWarning, stacklevel=1)

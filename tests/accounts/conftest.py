from collections.abc import Callable

import pytest
from django.test import Client


@pytest.fixture
def client_of() -> Callable[[], Client]:
    """Makes browsers of other people."""
    return Client

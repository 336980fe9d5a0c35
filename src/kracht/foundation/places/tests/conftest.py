"""Fixtures of places."""

import pytest

from kracht.foundation.places.tests import factories


@pytest.fixture
def country(db):
    """Four squares; see `factories.small_country`."""
    return factories.small_country()

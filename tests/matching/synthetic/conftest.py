import pytest

from matching.synthetic import SyntheticWorld
from taxonomy.reference import read_taxonomy


@pytest.fixture(scope="session")
def taxonomy():
    return read_taxonomy()


@pytest.fixture(scope="session")
def world(taxonomy):
    return SyntheticWorld(7, taxonomy)

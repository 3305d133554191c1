import pytest

from language.encoder import get_encoder
from matching.measuring.inferring import shipped_corpus


@pytest.fixture(scope="session")
def shipped():
    """The corpus of the taxonomy's files and general English: no database."""
    return shipped_corpus(get_encoder())

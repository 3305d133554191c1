import pytest

from cities.models import Official
from language.encoder import get_encoder
from matching.measuring.inferring import shipped_corpus
from tests.matching.deciding import matched
from tests.people import person


@pytest.fixture(scope="session")
def shipped():
    """The corpus of the taxonomy's files and general English: no database."""
    return shipped_corpus(get_encoder())


@pytest.fixture
def not_the_demo(settings):
    settings.DEMO_MODE = False


@pytest.fixture
def colleague(department):
    user = person("colleague@city.example", full_name="Colleague")
    Official.objects.create(department=department, user=user)
    return user


@pytest.fixture
def match(need, startup):
    return matched(need, startup)

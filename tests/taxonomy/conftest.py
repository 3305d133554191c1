import pytest

from taxonomy import codes
from taxonomy.services import load_taxonomy
from tests.taxonomy.small import SmallFolder


@pytest.fixture(autouse=True)
def forget_codes():
    """Each test's rows are rolled back; what the process remembers of them must go too."""
    codes.forget()
    yield
    codes.forget()


@pytest.fixture
def small(tmp_path):
    return SmallFolder(tmp_path)


@pytest.fixture
def reference(db):
    """The shipped vocabulary, loaded."""
    return load_taxonomy()

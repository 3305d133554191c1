import pytest

from taxonomy import codes
from taxonomy.models import Affinity, Caution, Code, DepartmentKind, Domain, Sector, Technology, Topic
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
def no_vocabulary(db):
    """Tables as before the first load: every test database starts with the shipped vocabulary."""
    for model in (Affinity, Technology, Sector, Topic, Domain, Caution, DepartmentKind, Code):
        model.objects.all().delete()


@pytest.fixture
def reference(no_vocabulary):
    """The shipped vocabulary, loaded for the first time."""
    return load_taxonomy()

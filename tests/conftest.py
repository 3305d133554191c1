import gc
import shutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import translation
from pytest_django.plugin import blocking_manager_key

from tests.databases import prepared, refill
from tests.kernels import compiled
from tests.servers import SHARED

pytest_plugins = ["tests.listings", "tests.matching.judged_folder", "tests.people"]

# A password is hashed as the site does it, but once instead of a million times: that took a third of all time.
PBKDF2PasswordHasher.iterations = 1

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The system's Chromium: the sandbox is of no use to a test of our own pages, and root may not have it."""
    if CHROMIUM is None:
        pytest.fail("Chromium is missing. Install it (Debian: apt install chromium), then run the tests again.")
    return {"executable_path": CHROMIUM, "chromium_sandbox": False}


@pytest.fixture(scope="session")
def prepared_database(django_db_blocker) -> str:
    with django_db_blocker.unblock():
        return prepared()


@pytest.fixture(scope="session", autouse=True)
def _made_by_one_for_all(worker_id, request) -> None:
    """One worker makes the database, and the next one compiles the engine meanwhile."""
    if worker_id == "gw0":
        request.getfixturevalue("prepared_database")
    compiled()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, prepared_database):
    """Every worker's database begins as a copy: tables and reference data are there."""
    connection.settings_dict["TEST"]["TEMPLATE"] = prepared_database


def _commits(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    names = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or not {"transactional_db", "live_server"}.isdisjoint(
        names
    )


def pytest_collection_finish() -> None:
    """What has been imported stays: the garbage collector, which went through all of it again and again, may know."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A test that really commits ends with all tables emptied: bring the reference data back for the next one."""
    result = yield
    if nextitem is not None and _commits(item):
        with item.config.stash[blocking_manager_key].unblock():
            refill(connection.settings_dict["TEST"]["TEMPLATE"])
    return result


@pytest.fixture(autouse=True)
def _own_cache(settings) -> None:
    """Rate limits and cached fragments outlive a test otherwise; clearing would empty the other workers' caches too."""
    mark = uuid4().hex
    settings.CACHES = {
        name: cache | {"KEY_PREFIX": f"{cache.get('KEY_PREFIX', '')}:{mark}"} for name, cache in settings.CACHES.items()
    }


@pytest.fixture(autouse=True)
def _own_language(settings) -> Iterator[None]:
    """A request leaves its language active behind it, and the next test would read its sentences in it."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[None]:
    """All demo data, matched, for one module; undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        call_command("rematch")
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def judged_folder():
    """The judged development data, where it lies beside the project."""
    folder = SHARED / "eval" / "dev"
    if not folder.is_dir():
        pytest.skip("SHARED-DATA-MISSING: the judged data is not beside the project")
    return folder

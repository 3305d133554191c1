"""The environment decides every setting; a bad value is refused with one sentence that names it."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from matchmaker.embedded import PROJECT

SECRET = "a-long-random-string-0123456789-abcdefghijklmnopqrstuvwxyz"
PRODUCTION = {
    "DEMO_MODE": "false",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "match.example,.city.example",
    "CSRF_TRUSTED_ORIGINS": "https://match.example",
    "DATABASE_URL": "postgresql://user:p%40ss@db:5432/matchmaker",
    "REDIS_URL": "redis://redis:6379",
}


@pytest.fixture
def settings_of(monkeypatch, tmp_path):
    """The settings that an environment gives."""

    def read(**environment: str) -> dict:
        for name in (*os.environ,):
            monkeypatch.delenv(name)
        for name, value in {"DATA_DIR": str(tmp_path), "PATH": os.defpath, **PRODUCTION, **environment}.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(PROJECT / "matchmaker" / "settings.py"))

    return read


URL_OF_A_DATABASE = "postgresql://user:password@db:5432/matchmaker"
NOT_A_DATABASE = f"It must be a URL as {URL_OF_A_DATABASE}, beginning with one of: postgres, postgresql."
NOT_A_FOLDER = "It must be a folder in which this program may write."
NOT_ITS_LENGTH = "It must have at least 50, random ones."


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("DEMO_MODE", "perhaps", "It may be true or false."),
        ("DEBUG", "2", "It may be true or false."),
        ("SECURE_SSL_REDIRECT", "maybe", "It may be true or false."),
        ("STATEMENT_TIMEOUT_MS", "soon", "It may be a whole number from 1000 to 600000."),
        ("TRUSTED_PROXIES", "-1", "It may be a whole number from 0 to 10."),
        ("SECURE_HSTS_SECONDS", "1e9", "It may be a whole number from 0 to 63072000."),
        ("MATCHING_BLOCK_SIZE", "0", "It may be a whole number from 1 to 1000000."),
        ("ENCODER_THREADS", "all", "It may be a whole number from 1 to 256."),
        ("API_ANONYMOUS_RATE", "much", "It may be a rate such as 600/minute."),
        ("API_USER_RATE", "0/minute", "It may be a rate such as 600/minute."),
        ("API_WRITE_RATE", "60/fortnight", "It may be a rate such as 600/minute."),
        ("API_SEARCH_RATE", "-1/second", "It may be a rate such as 600/minute."),
        ("ICP_NUMBER", "12345", "It may be the number of the ICP filing, such as 京ICP备2026000001号-1."),
        (
            "PUBLIC_SECURITY_NUMBER",
            "京公网安备1号",
            "It may be the number of the filing with public security, such as 京公网安备11010502000001号.",
        ),
        ("LOG_LEVEL", "loud", "It may be one of: DEBUG, INFO, WARNING, ERROR."),
        ("TIME_ZONE", "Asia/Beijing", "It must be a name of the time zone database, such as Asia/Shanghai."),
        ("DEFAULT_FROM_EMAIL", "Post", "It must be a mail address, such as Matchmaker <post@city.example>."),
        ("ALLOWED_HOSTS", "https://a.example", "It may hold host names without scheme and port, separated by commas."),
        ("CSRF_TRUSTED_ORIGINS", "a.example", "It may hold addresses such as https://match.example, without a path."),
        ("DATABASE_URL", "mysql://db/matchmaker", NOT_A_DATABASE),
        ("DATABASE_URL", "postgresql://db:many/matchmaker", NOT_A_DATABASE),
        ("DATABASE_URL", "postgresql://db", f"It must end with the name of the database, as in {URL_OF_A_DATABASE}."),
        ("MEDIA_ROOT", "/dev/null", NOT_A_FOLDER),
        ("DATA_DIR", "/dev/null/below", NOT_A_FOLDER),
        ("LANGUAGE_CACHE", "/dev/null/cache", NOT_A_FOLDER),
        (
            "REDIS_URL",
            "http://redis",
            "It must be a URL as redis://redis:6379, beginning with one of: redis, rediss, unix.",
        ),
        (
            "REDIS_URL",
            "redis://redis:6379/3",
            "It must name the server alone, as in redis://redis:6379: databases 0 and 1 of it are used.",
        ),
        (
            "EMAIL_URL",
            "pigeon://post",
            "It must be a URL as smtp+tls://user:password@mail.example:587, beginning with one of: "
            "smtp, smtps, smtp+tls, smtp+ssl, consolemail, filemail, memorymail, dummymail.",
        ),
        (
            "EMAIL_URL",
            "smtp+tls://mail.example",
            "It must name a host and a port, as in smtp+tls://user:password@mail.example:587.",
        ),
        (
            "ENCODER",
            "nowhere.Encoder",
            "It must be the dotted path of something importable (No module named 'nowhere').",
        ),
        (
            "TRANSLATOR",
            "translate",
            "It must be the dotted path of something importable (translate doesn't look like a module path).",
        ),
    ],
)
def test_a_bad_value_is_named_with_what_it_may_be(settings_of, name, value, allowed):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**{name: value})

    assert str(refused.value) == f"{name} is {value!r}. {allowed}"


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "SECRET_KEY",
            "",
            "SECRET_KEY is not set. It must be a long random string that signs sessions; keep it secret.",
        ),
        ("SECRET_KEY", "short", f"SECRET_KEY has 5 characters, 5 of them different. {NOT_ITS_LENGTH}"),
        ("SECRET_KEY", "ab" * 30, f"SECRET_KEY has 60 characters, 2 of them different. {NOT_ITS_LENGTH}"),
        ("ALLOWED_HOSTS", "", "ALLOWED_HOSTS is empty. It must hold the host names of the site, separated by commas."),
        ("DATABASE_URL", "", f"DATABASE_URL is not set. It must be a URL such as {URL_OF_A_DATABASE}."),
        ("REDIS_URL", "", "REDIS_URL is not set. It must be a URL such as redis://redis:6379."),
        ("DEBUG", "true", "DEBUG is true. It may be true only where DEMO_MODE is: it shows settings to readers."),
    ],
)
def test_what_is_missing_or_dangerous_is_named(settings_of, name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(**{name: value})

    assert str(refused.value) == sentence


def test_a_sentence_shows_no_password(settings_of):
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL is 'mysql://user:\*\*\*@db/matchmaker'\."):
        settings_of(DATABASE_URL="mysql://user:a-secret@db/matchmaker")


def test_production_values_are_read(settings_of, tmp_path):
    settings = settings_of(
        EMAIL_URL="smtp+tls://post:p@mail.example:587", TIME_ZONE="Asia/Jerusalem", LOG_LEVEL="WARNING"
    )

    database = settings["DATABASES"]["default"]
    assert {key: database[key] for key in ("HOST", "PORT", "NAME", "USER", "PASSWORD")} == {
        "HOST": "db", "PORT": 5432, "NAME": "matchmaker", "USER": "user", "PASSWORD": "p@ss",
    }  # fmt: skip
    assert settings["CELERY_BROKER_URL"] == "redis://redis:6379/0"
    assert settings["CACHES"]["default"]["LOCATION"] == "redis://redis:6379/1"
    assert settings["ALLOWED_HOSTS"] == ["match.example", ".city.example"]
    assert (settings["EMAIL_HOST"], settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"]) == ("mail.example", 587, True)
    assert settings["LOGGING"]["root"]["level"] == "WARNING"
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert settings["DATA_DIR"] == tmp_path


def test_who_runs_the_site_may_be_told(settings_of):
    told = {
        "OPERATOR_NAME": "北京某中心 Some Centre",
        "OPERATOR_CONTACT": "post@city.example",
        "ICP_NUMBER": "京ICP备2026000001号-1",
        "PUBLIC_SECURITY_NUMBER": "京公网安备11010502000001号",
    }

    assert {name: value for name, value in settings_of(**told).items() if name in told} == told
    untold = settings_of(**dict.fromkeys(told, ""))
    assert {untold[name] for name in told} == {""}


def test_a_socket_is_a_server_too(settings_of):
    settings = settings_of(
        DATABASE_URL="postgresql://postgres@%2Frun%2Fpg/matchmaker", REDIS_URL="unix:///run/redis.sock"
    )

    assert settings["DATABASES"]["default"]["HOST"] == "/run/pg"
    assert settings["CELERY_BROKER_URL"] == "redis+socket:///run/redis.sock?virtual_host=0"
    assert settings["CACHES"]["default"]["LOCATION"] == "unix:///run/redis.sock?db=1"


def test_an_empty_value_counts_as_unset(settings_of):
    settings = settings_of(
        CSRF_TRUSTED_ORIGINS="", LOG_LEVEL="", SECURE_SSL_REDIRECT="", EMAIL_URL="", TRUSTED_PROXIES=""
    )

    assert settings["CSRF_TRUSTED_ORIGINS"] == []
    assert settings["LOGGING"]["root"]["level"] == "INFO"
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend"
    assert settings["REST_FRAMEWORK"]["NUM_PROXIES"] == 0


def test_the_demo_makes_its_own_secret_once(settings_of, tmp_path):
    first = settings_of(DEMO_MODE="true", SECRET_KEY="")["SECRET_KEY"]
    second = settings_of(DEMO_MODE="true", SECRET_KEY="")["SECRET_KEY"]

    assert first == second == (tmp_path / "secret_key").read_text()
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_documentation_lists_every_variable():
    source = (PROJECT / "matchmaker" / "settings.py").read_text(encoding="utf-8")
    listed = (PROJECT / "docs" / "deployment.md").read_text(encoding="utf-8")

    read = set(re.findall(r"from_env\.\w+\(\s*\"(\w+)\"", source))

    assert len(read) > 20
    assert {name for name in {*read, "PORT"} if f"\n| `{name}` |" not in listed} == set()


def run(program: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *program], cwd=PROJECT, env={**os.environ, **environment}, capture_output=True, text=True
    )


def test_manage_says_it_without_a_traceback():
    done = run(["manage.py", "check"], LOG_LEVEL="loud")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "LOG_LEVEL is 'loud'. It may be one of: DEBUG, INFO, WARNING, ERROR.\n"


def test_make_run_says_it_without_a_traceback():
    done = run(["-m", "matchmaker.supervisor"], LOG_LEVEL="loud", PORT="8399")

    assert done.returncode == 1
    assert done.stderr == "LOG_LEVEL is 'loud'. It may be one of: DEBUG, INFO, WARNING, ERROR.\n"


@pytest.mark.parametrize("value", ["http", "0", "65536", "-1", "80.5"])
def test_a_bad_port_is_named(value):
    done = run(["-m", "matchmaker.supervisor"], PORT=value)

    assert done.returncode == 1
    assert done.stderr == f"PORT is {value!r}. It may be a whole number from 1 to 65535.\n"


def test_deployment_checks_are_clean(tmp_path):
    # The tests' own setting for their browser, which the checks rightly refuse.
    own = {**PRODUCTION, "DATA_DIR": str(tmp_path), "DJANGO_ALLOW_ASYNC_UNSAFE": ""}
    done = run(["manage.py", "check", "--deploy", "--fail-level", "WARNING"], **own)

    assert done.stderr == ""
    assert done.returncode == 0


THREADS = """
import sys, os
import matchmaker, matchmaker.{entry}
assert "numpy" not in sys.modules
from django.conf import settings
settings.DATABASES
import numpy, threadpoolctl
print([pool["num_threads"] for pool in threadpoolctl.threadpool_info() if "numpy" in pool["filepath"]])
"""


@pytest.mark.parametrize("entry", ["embedded", "supervisor", "celery"])
@pytest.mark.parametrize(("asked", "threads"), [({}, "[1]"), ({"OPENBLAS_NUM_THREADS": "2"}, "[2]")])
def test_blas_has_one_thread_in_every_process_unless_more_are_asked_for(entry, asked, threads):
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    environment |= {"DJANGO_SETTINGS_MODULE": "matchmaker.settings", **asked}
    command = [sys.executable, "-c", THREADS.format(entry=entry)]
    result = subprocess.run(command, env=environment, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == threads

"""Reads settings from the environment; a bad value stops the start with a sentence that names it.

An empty variable counts as unset: `docker compose` passes on what is not set as empty.
"""

import contextlib
import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import available_timezones

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string

PASSWORD_IN_URL = re.compile(r":[^:@/]*@")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def refuse(name: str, value: str, allowed: str) -> ImproperlyConfigured:
    # The sentence ends up in logs, so a URL is quoted without its password.
    shown = PASSWORD_IN_URL.sub(":***@", value)
    return ImproperlyConfigured(f"{name} is {shown!r}. {allowed}")


def required(name: str, purpose: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It must be {purpose}.")
    return value


def flag(name: str, default: bool) -> bool:
    value = text(name, str(default)).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise refuse(name, value, "It may be true or false.")


def whole_number(name: str, default: int, least: int, most: int) -> int:
    value = text(name, str(default))
    if value.isdecimal() and least <= int(value) <= most:
        return int(value)
    raise refuse(name, value, f"It may be a whole number from {least} to {most}.")


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value in allowed:
        return value
    raise refuse(name, value, f"It may be one of: {', '.join(allowed)}.")


def matching(name: str, default: str, pattern: str, allowed: str) -> str:
    value = text(name, default)
    if re.fullmatch(pattern, value):
        return value
    raise refuse(name, value, allowed)


def rate(name: str, default: str) -> str:
    return matching(name, default, r"[1-9]\d*/(second|minute|hour|day)", "It may be a rate such as 600/minute.")


def items(name: str, default: str, pattern: str, allowed: str) -> list[str]:
    """Values separated by commas."""
    found = [item.strip() for item in text(name, default).split(",") if item.strip()]
    for item in found:
        if not re.fullmatch(pattern, item):
            raise refuse(name, item, allowed)
    return found


def url(name: str, schemes: tuple[str, ...], example: str, default: str = "") -> str:
    value = text(name, default) or required(name, f"a URL such as {example}")
    try:
        parts = urlsplit(value)
        # Reading the port checks it.
        is_good = parts.scheme in schemes and parts.port != 0
    except ValueError:
        is_good = False
    if not is_good:
        raise refuse(name, value, f"It must be a URL as {example}, beginning with one of: {', '.join(schemes)}.")
    return value


def folder(name: str, default: Path) -> Path:
    """A folder that exists or may be made later; relative paths count from where the program was started."""
    path = Path(text(name, str(default))).absolute()
    nearest = next(parent for parent in (path, *path.parents) if parent.exists())
    if not nearest.is_dir() or not os.access(nearest, os.W_OK | os.X_OK):
        raise refuse(name, str(path), "It must be a folder in which this program may write.")
    return path


def time_zone(name: str, default: str) -> str:
    value = text(name, default)
    if value not in available_timezones():
        raise refuse(name, value, "It must be a name of the time zone database, such as Asia/Shanghai.")
    return value


def address(name: str, default: str) -> str:
    """A mail address, with or without the sender's name: `Matchmaker <post@city.example>`."""
    value = text(name, default)
    if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(value)[1]):
        raise refuse(name, value, "It must be a mail address, such as Matchmaker <post@city.example>.")
    return value


def importable(name: str) -> str:
    """A dotted path that can be imported, or an empty text."""
    value = text(name)
    if value:
        try:
            import_string(value)
        except (ImportError, ValueError) as error:
            raise refuse(name, value, f"It must be the dotted path of something importable ({error}).") from error
    return value


def database(name: str, example: str) -> dict[str, Any]:
    """Django's description of the database at a URL. A socket's folder stands in the host's place, its / as %2F."""
    value = url(name, ("postgres", "postgresql"), example)
    described = environ.Env.db_url_config(value)
    if not described["NAME"]:
        raise refuse(name, value, f"It must end with the name of the database, as in {example}.")
    return described | {"HOST": unquote(described["HOST"])}


def redis(name: str, example: str) -> str:
    value = url(name, ("redis", "rediss", "unix"), example).rstrip("/")
    parts = urlsplit(value)
    if parts.query or (parts.path and parts.scheme != "unix"):
        raise refuse(name, value, f"It must name the server alone, as in {example}: databases 0 and 1 of it are used.")
    return value


def mail(name: str, default: str) -> dict[str, Any]:
    """Django's EMAIL_ settings out of one URL."""
    example = "smtp+tls://user:password@mail.example:587"
    value = url(name, tuple(environ.Env.EMAIL_SCHEMES), example, default)
    if value.startswith("smtp") and not (urlsplit(value).hostname and urlsplit(value).port):
        raise refuse(name, value, f"It must name a host and a port, as in {example}.")
    return environ.Env.email_url_config(value)


def kept_secret(path: Path) -> str:
    """The demo's secret key: made once, kept in a file only its owner reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        own = path.with_name(f"{path.name}.{os.getpid()}")
        own.touch(mode=0o600)
        own.write_text(secrets.token_urlsafe(50))
        # Of two first starts at once one wins, and both read the same key.
        with contextlib.suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    return path.read_text()

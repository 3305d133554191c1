"""Reads settings from the environment; a bad value stops the start with a sentence that names it."""

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def flag(name: str, default: bool) -> bool:
    value = env.str(name, default=str(default)).strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}. It may be true or false.")


def whole_number(name: str, default: int, least: int, most: int) -> int:
    value = env.str(name, default=str(default)).strip()
    if value.isdecimal() and least <= int(value) <= most:
        return int(value)
    raise ImproperlyConfigured(f"{name} is {value!r}. It may be a whole number from {least} to {most}.")


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = env.str(name, default=default).strip()
    if value in allowed:
        return value
    raise ImproperlyConfigured(f"{name} is {value!r}. It may be one of: {', '.join(allowed)}.")


def required(name: str, purpose: str) -> str:
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {purpose}.")
    return value


def url(name: str, schemes: tuple[str, ...], example: str) -> str:
    value = required(name, f"a URL such as {example}")
    if urlsplit(value).scheme not in schemes:
        raise ImproperlyConfigured(f"{name} is {value!r}. It must begin with one of: {', '.join(schemes)}, as in {example}.")
    return value


def kept_secret(path: Path) -> str:
    """The demo's secret key: made once, kept in a file only its owner reads."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()

"""The product's settings with the environment mypy's Django plugin needs to import them; no server is contacted."""

import os

os.environ.setdefault("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1")
os.environ.setdefault("DEMO_MODE", "true")

from matchmaker.settings import *  # noqa: F403 - settings are what a star import is for

"""Who has a page of the desk open, so that two curators do not read the same draft without knowing."""

import logging
from typing import Any

from django.core.cache import cache
from redis.exceptions import RedisError

from accounts.models import User

log = logging.getLogger(__name__)

# A page that was opened longer ago than this counts as closed.
SECONDS = 300


def other_reader(row: Any, curator: User) -> str:
    """The name of another curator who has it open, and from now on this one has too. "" without a cache."""
    key = f"desk.reading.{row._meta.label_lower}.{row.pk}"
    try:
        pk, name = cache.get(key) or (curator.pk, "")
        if pk == curator.pk:
            cache.set(key, (curator.pk, str(curator)), SECONDS)
            return ""
        return name
    except (RedisError, OSError) as error:
        log.warning("Cache away; curators are not told of each other: %s", error)
        return ""

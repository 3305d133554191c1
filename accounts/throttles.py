"""How often the API may be asked. What counts requests is the cache; one that is away must not take reading along."""

import logging

from redis.exceptions import RedisError
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import SimpleRateThrottle

log = logging.getLogger(__name__)


class FailOpenThrottle(SimpleRateThrottle):
    """One rate for each person; for each address where nobody is signed in."""

    scope_of_visitors, scope_of_people = "anon", "user"

    def __init__(self):
        """The rate depends on who asks: `allow_request` sets it."""

    def allow_request(self, request, view):
        self.scope = self.scope_of_people if request.user.is_authenticated else self.scope_of_visitors
        self.rate = self.get_rate()
        self.num_requests, self.duration = self.parse_rate(self.rate)
        try:
            return super().allow_request(request, view)
        except (RedisError, OSError) as error:
            log.warning("Cache away; nobody is being throttled: %s", error)
            return True

    def get_cache_key(self, request, view):
        ident = request.user.pk if request.user.is_authenticated else self.get_ident(request)
        return self.cache_format % {"scope": self.scope, "ident": ident}


class WriteThrottle(FailOpenThrottle):
    """Writing is dearer than reading: it leaves mail, matches and work for others behind."""

    scope_of_visitors = scope_of_people = "write"

    def allow_request(self, request, view):
        return request.method in SAFE_METHODS or super().allow_request(request, view)


class SearchThrottle(FailOpenThrottle):
    """A search costs the database far more than turning a page."""

    scope_of_visitors = scope_of_people = "search"

    def allow_request(self, request, view):
        return "q" not in request.query_params or super().allow_request(request, view)

"""How often one may knock: allauth's counters for its own doors and for ours, and the page that says when to come back.

The counting is allauth's, which is not a public interface of it: this module is the only one that knows.
"""

import math
import time
from functools import wraps

from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.cache import cache
from django.shortcuts import render
from redis.exceptions import RedisError
from rest_framework.throttling import BaseThrottle

APP = "accounts"
# Where a limit was reached that counts by an address or name typed into the form, its key is not known here.
UNKNOWN_WAIT_SECONDS = 180
# Not handed back in a page: a password must be typed again, a token belongs to one form.
NOT_KEPT = ("password", "csrfmiddlewaretoken", "code")


def client_address(request) -> str:
    """Where the request came from: of X-Forwarded-For only what TRUSTED_PROXIES of ours have written counts."""
    return BaseThrottle().get_ident(request)


def limited(action, *, methods=("POST",), fails_open=False):
    """For views: at most settings.PAGE_RATES[action]. With `fails_open`, a cache that is away limits nobody."""

    def decorate(view):
        @wraps(view)
        def counted(request, *args, **kwargs):
            if request.method in methods and not _is_allowed(request, action, fails_open):
                return too_many(request)
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _is_allowed(request, action, fails_open):
    try:
        return ratelimit.consume(request, app=APP, action=action, config=settings.PAGE_RATES, limit_get=True)
    except (RedisError, OSError):
        if fails_open:
            return True
        raise


def too_many(request, exception=None):
    """429: says when to try again, and keeps what was typed. For htmx only the sentence, beside the form."""
    wait = seconds_to_wait(request)
    fields = [(name, values) for name, values in request.POST.lists() if not name.startswith(NOT_KEPT)]
    kept = [(name, value) for name, values in fields for value in values]
    template = "_too_many.html" if request.headers.get("HX-Request") else "429.html"
    context = {"wait": wait, "minutes": math.ceil(wait / 60), "kept": kept}
    answer = render(request, template, context, status=429)
    answer.headers["Retry-After"] = str(wait)
    return answer


def seconds_to_wait(request) -> int:
    """Until the last of the limits that this client has reached lets it in again."""
    configs = {"allauth.account": app_settings.RATE_LIMITS, APP: settings.PAGE_RATES}
    waits = [
        _seconds_left(request, app, action, rate)
        for app, config in configs.items()
        for action in config
        for rate in ratelimit.get_rates(app=app, action=action, config=config)
        if rate.per == "ip" or (rate.per == "user" and request.user.is_authenticated)
    ]
    return max(waits, default=0) or UNKNOWN_WAIT_SECONDS


def _seconds_left(request, app, action, rate) -> int:
    times = cache.get(ratelimit.get_cache_key(request, app=app, action=action, rate=rate), [])
    now = time.time()
    recent = sorted(at for at in times if at > now - rate.duration)
    return math.ceil(recent[-rate.amount] + rate.duration - now) if len(recent) >= rate.amount else 0

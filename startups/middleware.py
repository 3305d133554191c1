from django.shortcuts import redirect
from django.urls import reverse

from startups.models import Startup

SAFE = ("GET", "HEAD")
# Elsewhere a slug is not a startup's.
NOT_OURS = ("cities",)


class FormerAddressMiddleware:
    """Whoever asks for an entry that was merged into another one is led to that one, readers and programs alike.

    Asked only where nothing was found, so that no other page pays for it. Never for good (301): a merge can be undone.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code == 404 and request.method in SAFE and (address := address_today(request)):
            return redirect(address)
        return response


def address_today(request):
    """The same page of the entry that is kept, if this reader may see it; else None, and it stays a 404."""
    match = request.resolver_match
    slug = match and match.namespace not in NOT_OURS and match.captured_kwargs.get("slug")
    # PostgreSQL refuses to compare with a NUL, which no address holds.
    kept = slug and "\0" not in slug and Startup.objects.visible_to(request.user).filter(merged__slug=slug).first()
    if not kept:
        return None
    address = reverse(match.view_name, kwargs=match.captured_kwargs | {"slug": kept.slug})
    return "?".join(filter(None, [address, request.META.get("QUERY_STRING")]))

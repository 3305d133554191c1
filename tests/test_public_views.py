"""Who may enter without an account. Login is the rule (LoginRequiredMiddleware, IsAuthenticated); these are all the
exceptions, so that a new one is made on purpose."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.permissions import AllowAny

PUBLIC_VIEWS = (
    "account_complete_password_reset",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_password_reset_completed",
    "account_reset_password",
    "account_signup",
    "accounts:become",
    "accounts:enter-code",
    "accounts:join",
    "accounts:login",
    "accounts:logout",
    "accounts:personas",
    "accounts:privacy",
    "accounts:terms",
    "admin:login",
    "api-docs",
    "api-root",
    "cities:city",
    "cities:list",
    "cities:need",
    "cities:needs",
    "cities:start",
    "city-detail",
    "city-list",
    "desk:credits",
    "healthz",
    "match-detail",
    "match-list",
    "matching:candidates",
    "matching:home",
    "matching:need-candidates",
    "matching:pasted-profile",
    "matching:sectors",
    "matching:startup-needs",
    "mfa_authenticate",
    "need-detail",
    "need-list",
    "readyz",
    "schema",
    "sector-detail",
    "sector-list",
    "set_language",
    "startup-detail",
    "startup-list",
    # Only what its reader may see: `Upload.visible_to`.
    "startups:file",
    "startups:list",
    "startups:profile",
    # A pasted text is answered without an account; a profile is begun with one.
    "startups:start",
    # Links in mails: whoever holds the token answers for the address it went to.
    *("cities:answer-mail", "cities:confirm-mail"),
    *("startups:answer-reference", "startups:answer-site", "startups:confirm-site", "startups:reference"),
    "topic-detail",
    "topic-list",
)

# These guard themselves: they keep what a visitor has typed and then send them to sign in (listings/unsent.py).
GUARDED_THEMSELVES = (
    *("cities:accept", "cities:begin", "cities:save", "cities:submit"),
    *("startups:claim", "startups:section", "startups:withdraw"),
)


def views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from views(pattern, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}", pattern


def is_public(pattern: URLPattern) -> bool:
    view = pattern.callback
    api_view = getattr(view, "cls", None)
    if api_view is None:
        return not getattr(view, "login_required", True)
    # The framework's views keep their own door, and Django's middleware leaves them alone.
    return AllowAny in api_view.permission_classes


def test_these_views_and_no_others_are_public():
    found = {name for name, pattern in views(get_resolver()) if is_public(pattern)}
    assert found == {*PUBLIC_VIEWS, *GUARDED_THEMSELVES}

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularSwaggerSplitView

from matchmaker.api import SchemaView, router

urlpatterns = [
    path("", include("desk.health_urls")),
    # Readers change the language before they have an account; Django's own include would send them to the sign-in.
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("api/v1/", include(router.urls)),
    path("api/schema/", SchemaView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
]
urlpatterns += i18n_patterns(
    path("admin/", admin.site.urls),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/second-factor/", include("allauth.mfa.urls")),
    path("accounts/sessions/", include("allauth.usersessions.urls")),
    path("startups/", include("startups.urls")),
    path("", include("cities.urls")),
    path("desk/", include("desk.urls")),
    path("", include("matching.urls")),
    prefix_default_language=False,
)

handler429 = "accounts.limits.too_many"
handler404 = "desk.errors.not_found"
handler500 = "desk.errors.server_error"

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView


urlpatterns = [
    path("", include("desk.health_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(), name="api-docs"),
    path("admin/", admin.site.urls),
]
urlpatterns += i18n_patterns(
    path("accounts/", include("accounts.urls")),
    path("startups/", include("startups.urls")),
    path("", include("cities.urls")),
    path("desk/", include("desk.urls")),
    path("", include("matching.urls")),
    prefix_default_language=False,
)

handler404 = "desk.errors.not_found"
handler500 = "desk.errors.server_error"

from django.urls import path, register_converter

from desk import (
    claim_views,
    glossary_views,
    review_views,
    stale_views,
    system_views,
    today_views,
    trail_views,
    translation_views,
    verification_views,
    views,
)
from desk.kinds import KindConverter, VerifiedConverter

register_converter(KindConverter, "kind")
register_converter(VerifiedConverter, "verified")

app_name = "desk"
urlpatterns = [
    path("", today_views.today, name="today"),
    path("put-off/", today_views.put_off, name="put-off"),
    path("take-up/", today_views.take_up, name="take-up"),
    path("credits/", views.credits_page, name="credits"),
    path("review/startups/<slug:slug>/", review_views.review_startup, name="review-startup"),
    path("review/needs/<int:pk>/", review_views.review_need, name="review-need"),
    path("<kind:kind>/<int:pk>/approve/", review_views.approve, name="approve"),
    path("<kind:kind>/<int:pk>/request-changes/", review_views.request_changes, name="request-changes"),
    path("<kind:kind>/<int:pk>/reject/", review_views.reject, name="reject"),
    path("<kind:kind>/<int:pk>/trail/", trail_views.trail, name="trail"),
    path("<kind:kind>/<int:pk>/block/", trail_views.block, name="block"),
    path("<kind:kind>/<int:pk>/unblock/", trail_views.unblock, name="unblock"),
    path("<kind:kind>/<int:pk>/reports/dismiss/", trail_views.dismiss_reports, name="dismiss-reports"),
    path("verifications/<verified:kind>/<int:pk>/", verification_views.verification, name="verification"),
    path("verifications/<verified:kind>/<int:pk>/confirm/", verification_views.confirm, name="confirm"),
    path("verifications/<verified:kind>/<int:pk>/deny/", verification_views.deny, name="deny"),
    path("verifications/<verified:kind>/<int:pk>/revoke/", verification_views.revoke, name="revoke"),
    path("verifications/letters/<int:pk>/", verification_views.letter, name="letter"),
    path("claims/<int:pk>/", claim_views.claim, name="claim"),
    path("claims/<int:pk>/grant/", claim_views.grant, name="grant-claim"),
    path("claims/<int:pk>/refuse/", claim_views.refuse, name="refuse-claim"),
    path("stale/<kind:kind>/<int:pk>/", stale_views.stale, name="stale"),
    path("stale/<kind:kind>/<int:pk>/ask-again/", stale_views.ask_again, name="ask-again"),
    path("stale/<kind:kind>/<int:pk>/take-off/", stale_views.take_off, name="take-off"),
    path("glossary/", glossary_views.words, name="glossary"),
    path("glossary/add/", glossary_views.add, name="glossary-add"),
    path("glossary/leave/", glossary_views.leave, name="glossary-leave"),
    path("glossary/count/", glossary_views.count, name="glossary-count"),
    path("glossary/entries/", glossary_views.entries, name="glossary-entries"),
    path("glossary/entries/<int:pk>/", glossary_views.entry, name="glossary-entry"),
    path("glossary/entries/<int:pk>/remove/", glossary_views.remove, name="glossary-remove"),
    path("glossary/import/", glossary_views.import_terms, name="glossary-import"),
    path("system/", system_views.system, name="system"),
    path("system/run/", system_views.run_now, name="run-now"),
    path("system/run/start/", system_views.start, name="start-run"),
    path("system/run/<int:pk>/stop/", system_views.stop, name="stop-run"),
    path("translations/", translation_views.translations, name="translations"),
    path("translations/<kind:kind>/<int:pk>/<str:language>/", translation_views.translation, name="translation"),
    path(
        "translations/<kind:kind>/<int:pk>/<str:language>/reviewed/",
        translation_views.mark_reviewed,
        name="translation-reviewed",
    ),
    path("departments/<int:pk>/", verification_views.department, name="department"),
    path("departments/<int:pk>/call/", verification_views.call, name="call"),
]

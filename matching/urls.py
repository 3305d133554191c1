from django.urls import path

from matching import decision_views, founder_views, official_views, pair_views, views
from matching.models import Side, Verb

app_name = "matching"


def verbs(side: Side, prefix: str) -> list:
    """One address for each verb of one side."""
    own = {"side": side}
    return [
        path(f"{prefix}shortlist/", decision_views.decide, own | {"verb": Verb.SHORTLIST}, name=f"{side}-shortlist"),
        path(f"{prefix}not-now/", decision_views.decide, own | {"verb": Verb.NOT_NOW}, name=f"{side}-not-now"),
        path(f"{prefix}no/", decision_views.refuse, own, name=f"{side}-no"),
        path(f"{prefix}undo/", decision_views.undo, own, name=f"{side}-undo"),
    ]


urlpatterns = [
    path("", views.home, name="home"),
    path("candidates/", views.candidates, name="candidates"),
    path("needs/proposal/", views.proposal, name="proposal"),
    path("sectors/", views.sectors, name="sectors"),
    path("needs/<int:pk>/candidates/", views.need_candidates, name="need-candidates"),
    path("needs/<int:pk>/what-if/", official_views.need_what_if, name="need-what-if"),
    path("suiting-needs/", founder_views.pasted_profile, name="pasted-profile"),
    path("startups/<slug:slug>/what-if/", founder_views.what_if, name="what-if"),
    path(
        "startups/<slug:slug>/proposed-technologies/",
        founder_views.proposed_technologies,
        name="proposed-technologies",
    ),
    path("startups/<slug:slug>/needs/", views.startup_needs, name="startup-needs"),
    *verbs(Side.CITY, "needs/<int:pk>/candidates/<slug:slug>/"),
    *verbs(Side.STARTUP, "startups/<slug:slug>/needs/<int:pk>/"),
    path("needs/<int:pk>/candidates/<slug:slug>/place/", decision_views.place, name="place"),
    path("needs/<int:pk>/candidates/<slug:slug>/note/", decision_views.note, name="note"),
    path("needs/<int:pk>/candidates/<slug:slug>/", pair_views.pair, name="pair"),
    path("needs/<int:pk>/shortlist/", decision_views.shortlist, name="shortlist"),
    path("departments/<int:pk>/shortlist/", decision_views.department_shortlist, name="department-shortlist"),
    path("startups/<slug:slug>/decisions/", decision_views.startup_decisions, name="startup-decisions"),
]

from django.urls import path

from matching import views

app_name = "matching"
urlpatterns = [
    path("", views.home, name="home"),
    path("candidates/", views.candidates, name="candidates"),
    path("needs/proposal/", views.proposal, name="proposal"),
    path("sectors/", views.sectors, name="sectors"),
    path("needs/<int:pk>/candidates/", views.need_candidates, name="need-candidates"),
    path("startups/<slug:slug>/needs/", views.startup_needs, name="startup-needs"),
]

from django.urls import path

from startups import views

app_name = "startups"
urlpatterns = [
    path("", views.directory, name="list"),
    path("<slug:slug>/", views.profile, name="profile"),
]

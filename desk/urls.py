from django.urls import path

from desk import views

app_name = "desk"
urlpatterns = [
    path("credits/", views.credits_page, name="credits"),
]

from django.urls import path

from cities import views

app_name = "cities"
urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.need, name="need"),
    path("cities/", views.cities, name="list"),
    path("cities/<slug:slug>/", views.city, name="city"),
]

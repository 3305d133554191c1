from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.SignIn.as_view(), name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("personas/", views.personas, name="personas"),
    path("personas/<slug:persona>/", views.become, name="become"),
]

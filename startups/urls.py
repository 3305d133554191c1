from django.urls import path

app_name = "startups"
urlpatterns = []

from django.urls import path

from cities import verification_views, views

app_name = "cities"
urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.need, name="need"),
    path("cities/", views.cities, name="list"),
    path("cities/<slug:slug>/", views.city, name="city"),
    path("departments/<int:pk>/verification/", verification_views.page, name="verification"),
    path("departments/<int:pk>/verification/letter/", verification_views.ask_letter, name="ask-letter"),
    path("departments/<int:pk>/verification/mail/", verification_views.ask_work_mail, name="ask-work-mail"),
    path("departments/mail/<str:token>/", verification_views.confirm_mail, name="confirm-mail"),
    path("departments/mail/<str:token>/answer/", verification_views.answer_mail, name="answer-mail"),
]

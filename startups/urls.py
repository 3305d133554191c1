from django.urls import path

from startups import verification_views, views

app_name = "startups"
urlpatterns = [
    path("", views.directory, name="list"),
    path("<slug:slug>/", views.profile, name="profile"),
    path("<slug:slug>/history/", views.history, name="history"),
    path("<slug:slug>/report/", views.report, name="report"),
    path("<slug:slug>/verification/", verification_views.page, name="verification"),
    path("<slug:slug>/verification/company/", verification_views.ask_company, name="ask-company"),
    path("<slug:slug>/verification/site/", verification_views.ask_site, name="ask-site"),
    path("<slug:slug>/verification/references/<int:pk>/", verification_views.ask_customer, name="ask-customer"),
    # Behind the addresses of startups: there may be one whose address is “site”.
    path("reference/<str:token>/", verification_views.reference, name="reference"),
    path("reference/<str:token>/answer/", verification_views.answer_reference, name="answer-reference"),
    path("site/<str:token>/", verification_views.confirm_site, name="confirm-site"),
    path("site/<str:token>/answer/", verification_views.answer_site, name="answer-site"),
]

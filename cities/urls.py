from django.urls import path

from cities import department_views, need_views, question_views, verification_views, views

app_name = "cities"
urlpatterns = [
    path("needs/", views.needs, name="needs"),
    path("needs/<int:pk>/", views.need, name="need"),
    path("needs/<int:pk>/history/", views.history, name="history"),
    path("needs/<int:pk>/report/", views.report, name="report"),
    path("needs/<int:pk>/questions/ask/", question_views.ask, name="ask"),
    path("needs/<int:pk>/questions/<int:number>/answer/", question_views.answer, name="answer"),
    path("needs/<int:pk>/questions/<int:number>/report/", question_views.report, name="report-question"),
    path("cities/", views.cities, name="list"),
    path("cities/<slug:slug>/", views.city, name="city"),
    path("departments/<int:pk>/verification/", verification_views.page, name="verification"),
    path("departments/<int:pk>/verification/letter/", verification_views.ask_letter, name="ask-letter"),
    path("departments/<int:pk>/verification/mail/", verification_views.ask_work_mail, name="ask-work-mail"),
    path("departments/mail/<str:token>/", verification_views.confirm_mail, name="confirm-mail"),
    path("departments/mail/<str:token>/answer/", verification_views.answer_mail, name="answer-mail"),
    path("needs/start/", department_views.start, name="start"),
    path("needs/begin/", department_views.begin, name="begin"),
    path("needs/<int:pk>/edit/", need_views.edit, name="edit"),
    path("needs/<int:pk>/save/", need_views.save, name="save"),
    path("needs/<int:pk>/accept/", need_views.accept, name="accept"),
    path("needs/<int:pk>/submit/", need_views.submit, name="submit"),
    path("needs/<int:pk>/sheet/", need_views.sheet, name="sheet"),
    path("needs/<int:pk>/copy/", need_views.copy, name="copy"),
    path("needs/<int:pk>/renew/", need_views.renew, name="renew"),
    path("needs/<int:pk>/close/", need_views.close, name="close"),
    path("needs/<int:pk>/put-away/", need_views.put_away, name="put-away"),
    path("needs/<int:pk>/nothing-fits/", need_views.nothing_fits, name="nothing-fits"),
    path("departments/", department_views.workspace, name="workspace"),
    path("departments/register/", department_views.register, name="register"),
    path("departments/<int:pk>/invite/", department_views.invite, name="invite"),
    path("departments/<int:pk>/leave/", department_views.leave, name="leave"),
    path("departments/join-requests/<int:pk>/let-in/", department_views.let_in, name="let-in"),
    path("departments/join-requests/<int:pk>/turn-down/", department_views.turn_down, name="turn-down"),
]

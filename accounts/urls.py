from allauth.account import views as allauth_views
from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("", views.account, name="account"),
    # allauth's own view under our name; it answers to `account_login` as well.
    path("login/", allauth_views.login, name="login"),
    path("logout/", views.SignOut.as_view(), name="logout"),
    path("welcome/", views.welcome, name="welcome"),
    path("personas/", views.personas, name="personas"),
    path("personas/<slug:persona>/", views.become, name="become"),
    path("terms/", views.terms, name="terms"),
    path("privacy/", views.privacy, name="privacy"),
    path("agree/", views.agree, name="agree"),
    path("transfer/", views.allow_transfer, name="allow-transfer"),
    path("code/", views.enter_code, name="enter-code"),
    path("join/", views.join, name="join"),
    path("join/accept/", views.accept, name="accept"),
    path("invitations/", views.invitations, name="invitations"),
    path("invitations/<int:pk>/revoke/", views.revoke_invitation, name="revoke-invitation"),
    path("export/", views.export, name="export"),
    path("delete/", views.delete, name="delete"),
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<slug:digest>/revoke/", views.revoke_token, name="revoke-token"),
]

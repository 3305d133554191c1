from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from accounts.models import User


class SignInBackend(AuthenticationBackend):
    """By e-mail address or sign-in name. Every request loads the person in one query, with what it will ask of them."""

    def get_user(self, user_id):
        return User.objects.signed_in(user_id)


class CuratorBackend(BaseBackend):
    """Curators manage what settings.CURATED_APPS names; people's accounts are not among it. Signs nobody in."""

    def has_perm(self, user, perm, obj=None):
        return self.has_module_perms(user, perm.partition(".")[0])

    def has_module_perms(self, user, app_label):
        return user.is_active and user.is_curator and app_label in settings.CURATED_APPS

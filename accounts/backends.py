from django.conf import settings
from django.contrib.auth.backends import BaseBackend


class CuratorBackend(BaseBackend):
    """Curators manage what settings.CURATED_APPS names; people's accounts are not among it. Signs nobody in."""

    def has_perm(self, user, perm, obj=None):
        return self.has_module_perms(user, perm.partition(".")[0])

    def has_module_perms(self, user, app_label):
        return user.is_active and user.is_curator and app_label in settings.CURATED_APPS

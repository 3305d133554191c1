from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from accounts.personal_data import register
        from matching import receivers
        from matching.holding import HOLDING

        receivers.connect()
        register(HOLDING)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "desk"
    verbose_name = _("Curators' desk")

    def ready(self) -> None:
        from accounts.personal_data import register
        from desk import receivers  # noqa: F401 - listens from now on
        from desk.holding import HOLDING

        register(HOLDING)

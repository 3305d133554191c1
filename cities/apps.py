from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CitiesConfig(AppConfig):
    name = "cities"
    verbose_name = _("Cities")

    def ready(self) -> None:
        from accounts.personal_data import register
        from cities import receivers  # noqa: F401 - listens from now on
        from cities.holding import HOLDING

        register(HOLDING)

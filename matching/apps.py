from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    name = "matching"
    verbose_name = _("Matching")

    def ready(self) -> None:
        from accounts.personal_data import register
        from cities.atlas import cities_by_province
        from matching import receivers
        from matching.holding import HOLDING
        from startups.places import city_lists

        receivers.connect()
        register(HOLDING)
        city_lists.append(cities_by_province)

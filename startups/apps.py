from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StartupsConfig(AppConfig):
    name = "startups"
    verbose_name = _("Startups")

    def ready(self):
        from accounts.personal_data import register
        from startups import receivers
        from startups.holding import HOLDING

        receivers.connect()
        register(HOLDING)

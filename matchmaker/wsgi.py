import os

from django.core.wsgi import get_wsgi_application

from matchmaker.warming import warm_up_web

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "matchmaker.settings")

application = get_wsgi_application()
warm_up_web()

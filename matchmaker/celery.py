"""The Celery application. Its settings stand in matchmaker/settings.py under CELERY_."""

from celery import Celery

app = Celery("matchmaker", include=["matchmaker.warming"])
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

"""Wiring only: settings, urls, API router, Celery app, embedded servers. Product code never imports it."""

from matchmaker.celery import app as celery_app

__all__ = ["celery_app"]

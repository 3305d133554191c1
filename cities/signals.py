"""Sent by cities/services.py after the rows are written. Apps above listen; this app knows none of them."""

from django.dispatch import Signal

# Arguments: need_id.
need_changed = Signal()

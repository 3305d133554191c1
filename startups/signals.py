"""Sent by startups/services.py after the rows are written. Apps above listen; this app knows none of them."""

from django.dispatch import Signal

# Arguments: startup_id.
startup_changed = Signal()

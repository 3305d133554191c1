"""Sent by `listings.services.Life` in the transaction that wrote the rows. Apps above listen."""

from django.dispatch import Signal

# A draft was handed in. The sender is the listing's model; arguments: listing, by.
handed_in = Signal()

"""Which version of each document holds. Whoever agreed to an older one is asked again.

The texts are templates/accounts/legal/, one for each language. Raise a version when a text says something else, not
when a typing error goes.
"""

VERSIONS = {"terms": "2026-11-28", "privacy": "2026-11-28", "transfer": "2026-11-28"}

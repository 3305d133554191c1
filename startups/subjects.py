"""What exactly is verified of a startup: each changes when the thing itself changes, so that no badge outlives it."""

import hashlib
import json
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from startups.models import Deployment, Startup


def site_of(startup: "Startup") -> str:
    """The domain of the site, to which an address must belong."""
    return (urlsplit(startup.website).hostname or "").lower().rstrip(".").removeprefix("www.")


def company_of(startup: "Startup") -> str:
    """The name that a register of companies would know."""
    return startup.legal_name or startup.name


def reference_of(deployment: "Deployment") -> str:
    """All that the customer is shown and asked about. Rows are written anew with each publication, so not their id."""
    facts = [
        deployment.place_en, deployment.place_zh, deployment.country, deployment.population_band, deployment.since,
        deployment.scale_en, deployment.scale_zh, deployment.indicator_en, deployment.indicator_zh,
        _plain(deployment.before), _plain(deployment.after), deployment.unit,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else format(Decimal(str(number)).normalize(), "f")

"""The two kinds of listings, and the two kinds of things that are verified, as the desk's addresses name them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import cities.services
import startups.services
from cities.documents import NeedDocument
from cities.models import DepartmentVerification, Need
from startups.documents import ProfileDocument
from startups.models import Startup, StartupVerification


@dataclass(frozen=True)
class Kind:
    name: str
    model: Any
    services: ModuleType
    document: Any


STARTUPS = Kind("startups", Startup, startups.services, ProfileDocument)
NEEDS = Kind("needs", Need, cities.services, NeedDocument)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (STARTUPS, NEEDS)}
VERIFICATIONS: Mapping[str, Any] = {"startups": StartupVerification, "departments": DepartmentVerification}


class KindConverter:
    regex = "startups|needs"

    def to_python(self, value: str) -> Kind:
        return KINDS[value]

    def to_url(self, value: str | Kind) -> str:
        return value if isinstance(value, str) else value.name


class VerifiedConverter:
    regex = "startups|departments"

    def to_python(self, value: str) -> Any:
        return VERIFICATIONS[value]

    def to_url(self, value: str) -> str:
        return value

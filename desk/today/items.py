"""One thing that only a curator can decide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.today.checks import CHECKS
from desk.today.findings import Finding

# What a person waits for longer than this goes before everything else.
OVERDUE_AFTER = timedelta(days=5)


class Kind(models.TextChoices):
    STARTUP = "startup", _("startup")
    NEED = "need", _("need")
    DEPARTMENT = "department", _("department to verify")
    PROOF = "proof", _("startup to verify")
    CLAIM = "claim", _("claim of a profile")
    TRANSLATION = "translation", _("translation")
    DUPLICATE = "duplicate", _("duplicate")
    STALE = "stale", _("stale listing")
    REPORT = "report", _("report of a reader")


# What one of a kind usually takes, in minutes; a finding to look into takes one more.
MINUTES = {
    Kind.STARTUP: 5, Kind.NEED: 5, Kind.DEPARTMENT: 4, Kind.PROOF: 3, Kind.CLAIM: 3, Kind.TRANSLATION: 8,
    Kind.DUPLICATE: 4, Kind.STALE: 1, Kind.REPORT: 3,
}  # fmt: skip
# Tidying up: nobody waits for an answer, so these never become overdue.
NOBODY_WAITS = {Kind.TRANSLATION, Kind.DUPLICATE, Kind.STALE}


@dataclass(frozen=True, kw_only=True)
class Item:
    """`key` names it among all items; `url` is the page on which it is decided.

    `unblocks` counts the pairs in the two top bands that wait for the decision, and `why` says so in the reader's
    language. `findings` is what the automatic checks have found, None where they have not run or there are none.
    """

    kind: Kind
    key: str
    what: str
    subject: str
    since: datetime
    url: str
    unblocks: int = 0
    why: str = ""
    findings: Sequence[Finding] | None = None
    is_change: bool = False
    is_urgent: bool = False
    is_demo: bool = False

    @property
    def minutes(self) -> int:
        # What was published before is read as a change, which is shorter.
        usual = MINUTES[self.kind] // 2 if self.is_change else MINUTES[self.kind]
        return usual + len(self.findings or ())

    @property
    def checks_to_look_at(self) -> list[str]:
        """The names of the checks that found something."""
        named = {finding.check for finding in self.findings or ()}
        return [str(check.missed) for check in CHECKS if check.name in named]

    @property
    def is_overdue(self) -> bool:
        return self.kind not in NOBODY_WAITS and timezone.now() - self.since > OVERDUE_AFTER

    @property
    def place(self) -> tuple[bool, bool, int, datetime]:
        """The urgent first, then the overdue, then what unblocks most, then what waits longest."""
        return (not self.is_urgent, not self.is_overdue, -self.unblocks, self.since)

"""Two entries of one company with a row in every table that points at a startup, some of them rivals."""

import hashlib
from datetime import timedelta

from django.apps import apps
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import User
from cities.models import Need
from listings.reports import report
from matching.decisions import decide
from matching.models import Decision, Match, Side, Verb, Visit
from startups.models import Claim, Startup, Upload
from startups.services import submit
from startups.verification import ask_company
from tests.listings import drafted, published_startup
from tests.people import person

OTHER = {
    "slug": "testlisten-ltd",
    "name": {"en": "Testlisten Ltd", "zh": "听测科技有限公司", "he": "טסטליסטן"},
    "website": "https://www.testlisten.example/en",
    "legal_name": "Testlisten Acoustics Ltd",
    "technologies": ["WAT-METER"],
    "deployments": [],
    "trl": 7,
}

# What a merger and its undoing leave behind: lines of the trail, its own record, and counters that never fall so that
# the engine and open pages notice. Matches are the engine's to rebuild (compared without number and time).
BOOKKEEPING = {
    "desk.Merger": None,
    "startups.StartupTransition": None,
    "startups.Startup": {"revision", "scored_revision", "draft_version", "updated_at"},
    "matching.Match": {"id", "scored_at"},
    "matching.TextVector": {"id"},
}


def tables() -> dict[str, str]:
    """A hash of every table, without the columns that are bookkeeping; lines of the trail only as far as they go."""
    return {
        model._meta.label: _hash(model)
        for model in apps.get_models(include_auto_created=True)
        if BOOKKEEPING.get(model._meta.label, ()) is not None and model._meta.managed
    }


def changed(before: dict[str, str]) -> list[str]:
    """The tables that are not what they were."""
    return [label for label, now in tables().items() if before[label] != now]


def _hash(model) -> str:
    left_out = BOOKKEEPING.get(model._meta.label) or set()
    names = [column.attname for column in model._meta.concrete_fields if column.name not in left_out]
    rows = sorted(repr(row) for row in model._default_manager.values_list(*names))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def lines(startup: Startup) -> list[int]:
    return sorted(startup.transitions.exclude(verb__in=["merge", "unmerge"]).values_list("pk", flat=True))


def upload(startup: Startup, kind: str = "picture", **columns) -> Upload:
    row = Upload(startup=startup, kind=kind, content_type="image/png", size=1, **{"is_live": True} | columns)
    row.file.save("x.png", ContentFile(b"x"))
    return row


def two(owner: User, need: Need, official: User) -> tuple[Startup, Startup]:
    """(kept, gone): the first is `owner`'s; the second has people, decisions, files and letters of its own."""
    kept, gone = Startup.objects.get(slug="testlisten"), published_startup(**OTHER)
    colleague, reader = person("colleague@startup.example"), person("reader@startup.example")
    kept.members.create(user=colleague, role="editor")
    gone.members.create(user=colleague, role="owner")
    gone.members.create(user=reader)
    second = _second_need(need)
    for rank, startup in enumerate((kept, gone), 1):
        upload(startup)
        upload(startup, "logo", is_live=False)
        startup.invitations.create(email="new@startup.example", invited_by=owner)
        Claim.objects.create(startup=startup, user=reader, words="It is ours.")
        report(startup, "wrong", f"Of {startup}", official)
        Visit.objects.create(user=colleague, startup=startup, known=[need.pk], shown=[need.pk])
        decide(need, startup, Side.CITY, Verb.SHORTLIST, by=official)
        Match.objects.create(
            need=need, startup=startup, need_rank=rank, startup_rank=1, score=9 - rank, band=3, parts=[1.0] * 9,
            weights_version="1",
        )  # fmt: skip
    decide(need, gone, Side.CITY, Verb.NOT_NOW, by=official)
    decide(second, gone, Side.STARTUP, Verb.SHORTLIST, by=colleague)
    Decision.objects.filter(startup=gone, need=need).update(note="Rang them.", at=timezone.now() + timedelta(hours=1))
    Decision.objects.filter(startup=kept, need=need).update(note="Ask for the price.")
    ask_company(gone, "51-5", colleague)
    gone.invitations.create(email="second@startup.example", invited_by=colleague)
    drafted(gone, by=colleague)
    submit(gone, colleague)
    older = published_startup(slug="testlisten-old", name={"en": "Old Testlisten"})
    Startup.objects.filter(pk=older.pk).update(status="merged", merged_into=gone)
    kept.refresh_from_db()
    gone.refresh_from_db()
    return kept, gone


def _second_need(need: Need) -> Need:
    from tests.listings import published_need

    return published_need()

"""Every button, clicked twice: what is stored after the second click is what the first one has stored.

A verb of the site's own pages that stands neither in CLICKS nor in NEVER_THE_SAME fails the test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test import Client
from django.urls import reverse

import cities.services
import startups.services
from cities import clarification, membership
from cities.models import DepartmentVerification, Need
from listings.models import Draft
from listings.reports import report
from matching.decisions import decide
from matching.models import Side, Verb
from startups.editing import current_document, keep_change
from startups.models import Startup, StartupVerification, Upload
from startups.sections import SECTIONS
from tests import test_matrix
from tests.people import person
from tests.startups.hostile import picture
from tests.startups.test_start import ANSWERS
from tests.test_matrix import PERSONAS, client_of, table

pytestmark = pytest.mark.django_db
# The world of the matrix, as a fixture here too.
world = test_matrix.world

OURS = ("accounts", "startups", "cities", "matching", "desk")
Hook = Callable[[dict[str, Any]], None]
LATER = str(date.today() + timedelta(days=200))


@dataclass(frozen=True)
class Click:
    """A verb's address, who clicks, what is sent, and what must be so before."""

    name: str
    who: str
    said: dict[str, Any] = field(default_factory=dict)
    first: Hook | None = None

    def __str__(self):
        return self.name


def _editing(world):
    """Both drafts back with their writers."""
    for listing in (Startup.objects.get(pk=world["startup"]), Need.objects.get(pk=world["need"])):
        type(listing.draft).objects.filter(pk=listing.draft.pk).update(state=Draft.State.EDITING)


def _decided(world):
    need, startup = Need.objects.get(pk=world["need"]), Startup.objects.get(pk=world["startup"])
    official, owner = need.department.officials.first().user, startup.members.filter(role="owner").first().user
    decide(need, startup, Side.CITY, Verb.SHORTLIST, by=official)
    decide(need, startup, Side.STARTUP, Verb.NOT_NOW, by=owner)


def _asked_to_join(world):
    department = Need.objects.get(pk=world["need"]).department
    request = person("joins@city.example")
    membership.register(department.city, department.kind, department.name_zh, by=request)
    # The address takes the number of the request.
    world["department"] = department.join_requests.get().pk


def _with_colleague(world):
    need = Need.objects.get(pk=world["need"])
    membership.join(need.department, person("second@city.example"))


def _with_second_owner(world):
    Startup.objects.get(pk=world["startup"]).members.filter(pk=world["colleague"]).update(role="owner")


def _with_file(world):
    startup = Startup.objects.get(pk=world["startup"])
    upload = Upload.objects.create(
        startup=startup, kind=Upload.Kind.PICTURE, file=SimpleUploadedFile("x.png", b"x"), content_type="image/png",
        size=1,
    )  # fmt: skip
    world["file"] = upload.key


def _with_picture(world):
    """A file that the draft shows."""
    _editing(world)
    _with_file(world)
    startup = Startup.objects.get(pk=world["startup"])
    shown = {"media": [{"file": str(world["file"]), "caption": {}}]}
    keep_change(startup, lambda document: document | shown, startup.members.first().user)


def _unverified(world):
    """Nothing has been asked yet."""
    DepartmentVerification.objects.all().delete()
    StartupVerification.objects.all().delete()


def _confirmed_long_ago(world):
    Startup.objects.filter(pk=world["startup"]).update(last_confirmed_on=date.today() - timedelta(days=360))


def _with_another_technology(world):
    _editing(world)
    world["technology"] = "WAT-QUAL"


def _reported_question(world):
    need = Need.objects.get(pk=world["need"])
    report(need.questions.get(), "wrong", "", need.department.officials.first().user)


def _own_department(world):
    world["typed"] = {"department": world["department"]}


def _seen(world):
    """A section's form carries the digest of what it showed."""
    _editing(world)
    document = current_document(Startup.objects.get(pk=world["startup"]))
    world["typed"] = {"seen": SECTIONS["identity"].digest(document)}


def _closed(world):
    _editing(world)
    need = Need.objects.get(pk=world["need"])
    cities.services.close(need, "FULFILLED", need.department.officials.first().user)


def _blocked(world):
    startups.services.block(
        Startup.objects.get(pk=world["startup"]), "x", Startup.objects.get(pk=world["startup"]).members.first().user
    )


def _blocked_question(world):
    question = Need.objects.get(pk=world["need"]).questions.get()
    clarification.block(question, "x", question.asked_by)


CLICKS = [
    Click("accounts:allow-transfer", "owner", {"allow": "yes"}),
    Click("cities:start", "official", {"problem": "停车难。"}),
    Click("cities:register", "outsider", {"city": "130400", "kind": "TRANS", "name_zh": "邯郸市交通运输局"}),
    Click("cities:begin", "official", {"problem": "停车难，夜间车位缺口约8000个。"}, _own_department),
    Click("cities:save", "official", {"problem": "暗漏难以发现。", "version": 1}, _editing),
    Click("cities:accept", "official", {"problem": "暗漏。", "proposed_title": "暗漏难找", "version": 1}, _editing),
    Click("cities:submit", "official", {"problem": "暗漏难以发现。", "version": 1}, _editing),
    Click("cities:copy", "official"),
    Click("cities:renew", "official", {"expires_on": LATER}),
    Click("cities:close", "official", {"reason": "FULFILLED"}),
    Click("cities:put-away", "official", first=_closed),
    Click("cities:nothing-fits", "official", {"reasons": ["TOO_DEAR"], "words": "x"}),
    Click("cities:ask", "owner", {"words": "Another question?"}),
    Click("cities:answer", "official", {"answer": "铸铁管。", "version": 0}),
    Click("cities:let-in", "official", first=_asked_to_join),
    Click("cities:turn-down", "official", first=_asked_to_join),
    Click("cities:leave", "official", first=_with_colleague),
    Click("cities:ask-letter", "official", {"letter": lambda: SimpleUploadedFile("l.png", picture())}, _unverified),
    Click("cities:ask-work-mail", "official", {"address": "wang@x.gov.cn"}, _unverified),
    Click("cities:answer-mail", "anonymous", {"is_true": "yes"}),
    Click("startups:start", "outsider", ANSWERS),
    Click("startups:section", "owner", {"name_en": "Testlisten", "founded_year": "2019"}, _seen),
    Click("startups:add-technology", "owner", first=_with_another_technology),
    Click("startups:submit", "owner", first=_editing),
    Click("startups:withdraw", "owner", {"reason": "We have sold it."}),
    Click("startups:reconfirm", "owner", first=_confirmed_long_ago),
    Click("startups:claim", "official", {"words": "Mine."}),
    Click("startups:invite", "owner", {"email": "twice@startup.example", "role": "editor"}),
    Click("startups:leave", "owner", first=_with_second_owner),
    Click("startups:make-owner", "owner"),
    Click("startups:remove-member", "owner"),
    Click("startups:revoke-invitation", "owner"),
    Click("startups:describe-file", "owner", {"en": "A logger", "zh": "记录仪"}, _with_picture),
    Click("startups:remove-file", "owner", first=_with_file),
    Click("startups:link-video", "owner", {"video_link": "https://www.bilibili.com/video/BV1xx411c7mD"}),
    Click("startups:ask-company", "owner", {"number": "51-5"}, _unverified),
    Click("startups:ask-site", "owner", {"mailbox": "office"}, _unverified),
    Click("startups:ask-customer", "owner", {"address": "other@x.example"}, _unverified),
    Click("startups:answer-reference", "anonymous", {"is_true": "yes"}),
    Click("startups:answer-site", "anonymous", {"is_true": "yes"}),
    Click("matching:city-shortlist", "official"),
    Click("matching:city-not-now", "official"),
    Click("matching:city-no", "official", {"reason": "TOO_DEAR", "words": "x"}),
    Click("matching:city-undo", "official", {"version": 1}, _decided),
    Click("matching:startup-shortlist", "owner"),
    Click("matching:startup-not-now", "owner"),
    Click("matching:startup-no", "owner", {"reason": "NO_CAPACITY"}),
    Click("matching:startup-undo", "owner", {"version": 1}, _decided),
    Click("matching:place", "official", {"place": 1}, _decided),
    Click("matching:note", "official", {"note": "已电话沟通", "version": 0}, _decided),
    Click("matching:proposal", "official", {"problem": "停车难。"}),
    Click("desk:approve", "curator", {"version": 1}),
    Click("desk:request-changes", "curator", {"version": 1, "comment:trl": "x"}),
    Click("desk:reject", "curator", {"version": 1, "reason": "x"}),
    Click("desk:block", "curator", {"reason": "x"}),
    Click("desk:unblock", "curator", {"reason": "x"}, _blocked),
    Click("desk:block-question", "curator", {"reason": "x"}),
    Click("desk:unblock-question", "curator", first=_blocked_question),
    Click("desk:dismiss-reports", "curator"),
    Click("desk:dismiss-question-reports", "curator", first=_reported_question),
    Click("desk:confirm", "curator"),
    Click("desk:deny", "curator", {"template": "not_found"}),
    Click("desk:grant-claim", "curator"),
    Click("desk:refuse-claim", "curator", {"reason": "x"}),
]  # fmt: skip
NEVER_THE_SAME = {
    "accounts:accept": "whoever has joined is signed in: tests/accounts/test_invitations.py",
    "account_logout": "whoever clicked is gone",
    "accounts:logout": "whoever clicked is gone",
    "accounts:become": "the demo only",
    "accounts:export": "a file, nothing is stored",
    "accounts:revoke-invitation": "tests/accounts/test_invitations.py",
    "accounts:revoke-token": "tests/accounts/test_tokens.py",
    "cities:invite": "each code is another one and is shown once",
    "startups:add-file": "a file sent twice is two files; static/site/kept.js sends a form once",
}
# Of these the first click changes nothing that is stored.
STORES_NOTHING = {"cities:start", "matching:proposal", "matching:place"}


def state() -> dict[str, Any]:
    """Everything that is stored, moments left out: a verb said again may be said later."""
    found = {}
    for app in OURS:
        for model in apps.get_app_config(app).get_models():
            columns = [
                column.attname
                for column in model._meta.concrete_fields
                if not isinstance(column, models.DateTimeField) and column.attname not in ("search", "letter", "file")
            ]
            found[model._meta.label] = list(model._default_manager.order_by("pk").values_list(*columns))
    return found


def press(client: Client, click: Click, world: dict[str, Any]) -> int:
    arguments = [world[name] for name in table()[click.name].arguments]
    said = {name: value() if callable(value) else value for name, value in click.said.items()}
    return client.post(reverse(click.name, args=arguments), said | world.get("typed", {})).status_code


def twice(client: Client, click: Click, world: dict[str, Any]) -> Iterator[str]:
    """What is wrong with it. All that it wrote is undone: the next one finds the same world."""
    with transaction.atomic():
        if click.first:
            click.first(world)
        before, status, once = state(), press(client, click, world), state()
        again, now = press(client, click, world), state()
        transaction.set_rollback(True)
    if status not in (200, 302) or again >= 500:
        yield f"{click.name}: {status}, then {again}"
    if (once != before) != (click.name not in STORES_NOTHING):
        yield f"{click.name}: the first click should {'not ' * (click.name in STORES_NOTHING)}have stored something"
    yield from (f"{click.name} changed {name} again" for name in now if now[name] != once[name])


def test_the_second_click_changes_nothing(request, world):
    clients = {who: client_of(who, request) for who in PERSONAS}
    wrong = [line for click in CLICKS for line in twice(clients[click.who], click, dict(world))]
    assert "\n".join(wrong) == ""


def test_every_button_of_these_pages_is_clicked():
    verbs = {row.name for row in table().values() if row.kind.startswith(("verb", "form"))}
    own = {name for name in verbs if not name.startswith("desk:")}
    assert own - {click.name for click in CLICKS} - set(NEVER_THE_SAME) == set()

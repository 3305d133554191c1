"""The verbs on a startup. Pages, API, admin, tasks and commands call these same functions."""

from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from accounts.models import User
from listings import translating
from listings.models import Draft, Status
from listings.services import Life, mark_changed
from listings.trail import Verb
from startups.documents import ProfileDocument
from startups.models import Member, Startup
from startups.signals import startup_changed
from startups.validators import RESERVED_SLUGS


def record_change(startup: Startup) -> None:
    """Raise the revision, renew the search terms, tell whoever listens. After every write to a startup or its rows."""
    # In one order always: where a word stands in the search terms must not depend on where rows happen to lie.
    texts = list(startup.texts.order_by("language"))
    technologies = startup.technologies.all()
    mark_changed(
        startup,
        important=[startup.name, startup.name_zh, startup.name_he, *(text.headline for text in texts)],
        other=[
            *(" ".join((text.problem, text.advantage, text.description, text.product)) for text in texts),
            *(f"{technology.name_en} {technology.name_zh} {technology.name_he}" for technology in technologies),
            startup.home_city,
        ],
    )
    startup_changed.send(Startup, startup_id=startup.pk)


life = Life(Startup, ProfileDocument, record_change)
keep_draft = life.keep_draft
submit, request_changes, approve, reject = life.submit, life.request_changes, life.approve, life.reject
publish, publish_document, record_edit = life.publish, life.publish_document, life.record_edit
put_live = life.put_live
archive, block, unblock = life.archive, life.block, life.unblock
require_complete = life.require_complete
translate, mark_reviewed = partial(translating.translate, life), partial(translating.mark_reviewed, life)


@transaction.atomic
def begin(name: str, by: User) -> Startup:
    """A new, unpublished startup of which `by` is the owner, with its empty draft.

    Clicked twice, it is the same one.
    """
    # The second of two clicks waits here, and then finds what the first has made.
    User.objects.select_for_update().get(pk=by.pk)
    begun = Startup.objects.filter(name=name, published_at=None, draft__state=Draft.State.EDITING, members__user=by)
    if startup := begun.first():
        return startup
    # Whatever is written in the demo is part of it, whoever signs in there: loading it again must not meet real ones.
    startup = Startup.objects.create(name=name, slug=free_slug(name), is_demo=settings.DEMO_MODE)
    Member.objects.create(startup=startup, user=by, role=Member.Role.OWNER)
    return life.start(startup, {"name": {"en": name}}, by)


@transaction.atomic
def withdraw(startup: Startup, by: User | None = None, reason: str = "") -> Startup:
    """Take the startup off every list at once; its rows stay. It comes back by `submit`, or a curator's `publish`."""
    return life.leave(startup, [Status.PUBLISHED], Status.ARCHIVED, Verb.WITHDRAW, by, why=reason)


@transaction.atomic
def reconfirm(startup: Startup, by: User) -> Startup:
    """The owners say that everything still holds."""
    return life.leave(startup, [Status.PUBLISHED], Status.PUBLISHED, Verb.RECONFIRM, by, last_confirmed_on=date.today())


def free_slug(name: str) -> str:
    """An address that no startup has: the name in Latin letters, with a number where it is taken."""
    base = slugify(name)[:70] or "startup"
    taken = set(Startup.objects.filter(slug__startswith=base).values_list("slug", flat=True)) | RESERVED_SLUGS
    candidates = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 2)))
    return next(slug for slug in candidates if slug not in taken)

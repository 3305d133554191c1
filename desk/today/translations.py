"""Texts that lack a language that publishing asks for, or that a machine made and nobody has looked at."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from desk.kinds import KINDS
from desk.today.items import Item, Kind
from desk.today.unblocking import concerned_pairs, pairs_of
from desk.translations.queue import State, waiting_texts


def items(curator: User) -> Iterator[Item]:
    waiting = waiting_texts(curator)
    pairs = {name: pairs_of(text.listing for text in waiting if text.kind is kind) for name, kind in KINDS.items()}
    for text in waiting:
        count = pairs[text.kind.name].get(text.listing.pk, 0)
        what = _("text missing: %(language)s") if text.state == State.MISSING else _("machine's text: %(language)s")
        yield Item(
            kind=Kind.TRANSLATION,
            key=key_of(*text.key),
            what=what % {"language": text.language.label},
            subject=text.title,
            since=text.since,
            url=reverse("desk:translation", args=text.key),
            unblocks=count,
            why=concerned_pairs(count),
            is_demo=text.listing.is_demo,
        )


def key_of(kind: str, pk: int, language: str) -> str:
    """By what its item is known."""
    return f"translation.{kind}.{pk}.{language}"

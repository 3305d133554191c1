"""Two entries become one and two again: what moves, what stays, what the undoing brings back, and who is second."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from rest_framework.exceptions import ValidationError as RefusedDocument

import startups.services
from desk.merging import profiles
from desk.merging.services import Answered, finish, hindrance, merge, say_different, unmerge, version_of
from desk.models import Duplicate, Merger
from listings.services import EditedMeanwhile, MovedOn
from listings.trail import Verb
from matching.models import Decision, Match
from matching.services import rescore_startup
from startups.documents import ProfileDocument
from startups.models import Member, Startup, StartupText
from tests.desk.merged import OTHER, changed, lines, tables, two
from tests.listings import drafted, published_startup

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(settings, tmp_path, owner, need, official):
    settings.MEDIA_ROOT = tmp_path
    return two(owner, need, official)


def members(startup):
    return list(startup.members.order_by("user__email").values_list("user__email", "role"))


def fresh(*startups):
    return tuple(Startup.objects.get(pk=startup.pk) for startup in startups)


TAKEN = ["legal_name", "technologies", "trl", "texts.zh", "contact", "media", "name"]


@pytest.mark.parametrize("taken", [[], TAKEN])
def test_taken_apart_every_table_is_what_it_was(pair, curator, taken):
    kept, gone = pair
    before, trails = tables(), (lines(kept), lines(gone))
    merger = merge(kept, gone, curator, taken)
    assert len(changed(before)) > 8
    unmerge(merger, curator)
    assert (changed(before), lines(kept), lines(gone)) == ([], *trails)
    assert [line.verb for line in kept.transitions.all()[:2]] == ["unmerge", "merge"]


def test_the_lists_are_what_they_were_once_they_are_scored_again(startup, need, curator):
    gone = published_startup(**OTHER)
    for one in (startup, gone):
        rescore_startup(one.pk)
    before = tables()
    merger = merge(startup, gone, curator)
    for one in (startup, gone):
        rescore_startup(one.pk)
    assert list(Match.objects.values_list("startup", flat=True)) == [startup.pk]
    unmerge(merger, curator)
    for one in (startup, gone):
        rescore_startup(one.pk)
    assert changed(before) == []


def test_everything_points_at_the_one_that_is_kept(pair, curator, official, need):
    kept, gone = pair
    merge(kept, gone, curator)
    kept, gone = fresh(kept, gone)
    assert (gone.status, gone.merged_into, kept.status) == ("merged", kept, "published")
    assert members(kept) == [
        ("colleague@startup.example", "owner"),
        ("owner@startup.example", "owner"),
        ("reader@startup.example", "editor"),
    ]  # fmt: skip
    assert [row.email for row in kept.invitations.order_by("email")] == [
        "new@startup.example",
        "second@startup.example",
    ]
    assert [row.detail for row in kept.verifications.all()] == ["51-5"]
    assert (kept.claims.count(), kept.reports.count(), kept.draft.state) == (1, 1, "in_review")
    assert {row.slug for row in Startup.objects.filter(merged_into=kept)} == {"testlisten-ltd", "testlisten-old"}
    left = {
        name: rows.count()
        for name in ("members", "invitations", "claims", "reports", "verifications", "decisions", "uploads", "merged")
        if (rows := getattr(gone, name)).exists()
    }
    assert left == {}
    assert [line.verb for line in gone.transitions.all()] == ["merge"]


def test_of_two_decisions_on_one_pair_the_later_stands_with_both_notes(pair, curator, need):
    kept, gone = pair
    merge(kept, gone, curator)
    [said] = Decision.objects.filter(need=need, side="city")
    assert (said.startup, said.verb, said.note) == (kept, "not_now", "Rang them.\n\nAsk for the price.")
    assert said.changes.count() == 2


def test_what_is_taken_is_taken_and_nothing_else(pair, curator):
    kept, gone = pair
    own, other = profiles.document_of(kept), profiles.document_of(gone)
    merge(kept, gone, curator, ["technologies", "texts.zh", "legal_name"])
    kept, gone = fresh(kept, gone)
    assert dict(ProfileDocument(kept).data)["technologies"] == ["WAT-METER"]
    now = profiles.document_of(kept)
    assert (now["texts"], now["legal_name"]) == (
        own["texts"] | {"zh": other["texts"]["zh"]}, "Testlisten Acoustics Ltd",
    )  # fmt: skip
    assert {key for key in own if now[key] != own[key]} == {"technologies", "legal_name"}
    assert profiles.document_of(gone) == other | {"media": []}


def test_files_go_with_the_profile_or_with_the_draft_and_none_is_deleted(pair, curator, tmp_path):
    kept, gone = pair
    own, other = (set(one.uploads.filter(is_live=True).values_list("pk", flat=True)) for one in pair)
    files = sorted(tmp_path.rglob("*.png"))
    merge(kept, gone, curator, ["media"])
    assert set(kept.uploads.filter(is_live=True).values_list("pk", flat=True)) == other
    assert set(gone.uploads.values_list("pk", flat=True)) == own
    assert sorted(tmp_path.rglob("*.png")) == files


def test_a_profile_never_published_brings_its_people_and_its_draft(owner, startup, curator, settings):
    settings.DEMO_MODE = False  # what is begun in the demo stays apart from real entries
    gone = startups.services.begin("Testlisten", owner)
    newcomer = gone.members.get().user
    Member.objects.filter(startup=startup).delete()
    drafted(gone, by=newcomer)
    startups.services.submit(gone, newcomer)
    merge(startup, fresh(gone)[0], curator)
    [startup] = fresh(startup)
    assert (members(startup), startup.draft.state) == ([("owner@startup.example", "owner")], "in_review")
    startups.services.approve(startup, curator, startup.draft_version)
    assert Startup.objects.get(slug="testlisten").status == "published"


# --- undone after other things have happened -------------------------------------------------------------------------


def test_a_profile_edited_since_stays_and_the_other_comes_back_as_it_was(pair, curator):
    kept, gone = pair
    other = profiles.document_of(gone)
    merger = merge(kept, gone, curator, ["technologies", "trl"])
    StartupText.objects.filter(startup=kept, language="en").update(headline="Edited since")
    unmerge(merger, curator)
    kept, gone = fresh(kept, gone)
    now = profiles.document_of(kept)
    assert (now["texts"]["en"]["headline"], now["technologies"], now["trl"]) == ("Edited since", ["WAT-METER"], 7)
    assert profiles.document_of(gone) == other


def test_who_came_since_stays_and_who_left_does_not_come_back(pair, curator, outsider):
    kept, gone = pair
    merger = merge(kept, gone, curator)
    kept.members.filter(user__email__in=["colleague@startup.example", "reader@startup.example"]).delete()
    kept.members.create(user=outsider)
    unmerge(merger, curator)
    assert members(kept) == [("outsider@elsewhere.example", "editor"), ("owner@startup.example", "owner")]
    assert members(gone) == []


def test_what_was_decided_since_comes_back_as_it_is_now(pair, curator, owner):
    kept, gone = pair
    merger = merge(kept, gone, curator)
    startups.services.reject(fresh(kept)[0], "Not yet.", curator)
    unmerge(merger, curator)
    assert fresh(gone)[0].draft.state == "editing"


# --- when it is refused ----------------------------------------------------------------------------------------------


def test_thirty_days_exactly(startup, curator):
    merger = merge(startup, published_startup(**OTHER), curator)
    end = merger.at + timedelta(days=30)
    with time_machine.travel(end, tick=False):
        assert hindrance(merger) == "A merger can be undone for 30 days."
        assert [list(Merger.objects.old()), list(Merger.objects.recent())] == [[merger], []]
        with pytest.raises(ValidationError):
            unmerge(merger, curator)
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert [list(Merger.objects.old()), list(Merger.objects.recent())] == [[], [merger]]
        assert unmerge(merger, curator).undone_by == curator


def test_afterwards_nothing_is_left_but_the_address(pair, curator, tmp_path):
    kept, gone = pair
    merger = merge(kept, gone, curator, ["media"])
    finish(merger)
    [gone] = fresh(gone)
    merger.refresh_from_db()
    assert (merger.changes, merger.aside, merger.content, merger.is_undoable) == ({}, [], {}, False)
    assert (gone.texts.count(), gone.uploads.count(), gone.contact_email) == (0, 0, "")
    assert (gone.slug, gone.merged_into) == ("testlisten-ltd", kept)


def test_the_second_of_two_curators_and_of_two_clicks_changes_nothing(pair, curator):
    kept, gone = pair
    merger = merge(kept, gone, curator)
    before = tables()
    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(Answered):
            merge(one, other, curator)
    assert (changed(before), Merger.objects.count()) == ([], 1)
    unmerge(merger, curator)
    with pytest.raises(Answered):
        unmerge(merger, curator)
    assert kept.transitions.filter(verb="unmerge").count() == 1


def test_what_was_edited_while_the_page_was_open_is_not_merged(startup, curator):
    gone = published_startup(**OTHER)
    Startup.objects.filter(pk=gone.pk).update(last_confirmed_on=None)
    read = (version_of(startup), version_of(gone))
    startups.services.reconfirm(gone, curator)
    with pytest.raises(EditedMeanwhile):
        merge(startup, gone, curator, versions=read)
    assert not Merger.objects.exists()


@pytest.mark.parametrize("columns", [{"status": "blocked"}, {"is_demo": True}, {"published_at": None}])
def test_some_two_are_not_merged(startup, curator, columns):
    gone = published_startup(**OTHER)
    Startup.objects.filter(pk=startup.pk).update(**columns)
    with pytest.raises(ValidationError):
        merge(startup, gone, curator)


def test_parts_that_do_not_go_together_are_refused_and_nothing_is_written(startup, curator):
    gone = published_startup(**OTHER)
    StartupText.objects.filter(startup=gone, language="en").delete()
    before = tables()
    with pytest.raises(RefusedDocument):
        merge(startup, gone, curator, ["texts.en"])
    assert changed(before) == []


def test_a_chain_is_undone_from_its_end(startup, curator):
    second, third = published_startup(**OTHER), published_startup(slug="third", name={"en": "Third"})
    first = merge(startup, second, curator)
    last = merge(third, fresh(startup)[0], curator)
    assert {row.slug for row in Startup.objects.filter(merged_into=third)} == {"testlisten", "testlisten-ltd"}
    with pytest.raises(ValidationError):
        unmerge(fresh_merger(first), curator)
    unmerge(last, curator)
    unmerge(fresh_merger(first), curator)
    assert {row.status for row in Startup.objects.all()} == {"published"}


def fresh_merger(merger):
    return Merger.objects.select_related("kept", "gone").get(pk=merger.pk)


@pytest.mark.parametrize("verb", ["submit", "publish", "archive", "withdraw", "reconfirm"])
def test_no_verb_brings_back_what_was_merged(startup, curator, verb):
    gone = published_startup(**OTHER)
    merge(startup, gone, curator)
    with pytest.raises(MovedOn):
        getattr(startups.services, verb)(gone, curator)
    assert fresh(gone)[0].status == "merged"


def test_not_the_same_is_said_once(startup, curator):
    gone = published_startup(**OTHER)
    duplicate = Duplicate.objects.create(first=startup, second=gone)
    say_different(duplicate, curator)
    with pytest.raises(Answered):
        say_different(duplicate, curator)
    assert list(Duplicate.objects.waiting()) == []


def test_the_owners_are_told_once_and_not_what(pair, curator, mailoutbox, django_capture_on_commit_callbacks):
    from listings.tasks import tell

    kept, gone = pair
    merge(kept, gone, curator)
    for line in Startup.objects.get(pk=kept.pk).transitions.filter(verb=Verb.MERGE):
        tell(line._meta.label_lower, line.pk)
    assert sorted(letter.to[0] for letter in mailoutbox) == [
        "colleague@startup.example", "owner@startup.example", "reader@startup.example",
    ]  # fmt: skip
    assert [word for letter in mailoutbox for word in ("Ltd", "Curator") if word in letter.body] == []

"""What startups hold of a person: handed out, and gone when the person goes."""

import pytest

from startups.holding import consequences, erase, export
from startups.membership import claim, invite
from startups.models import Invitation, Member, Startup
from startups.services import begin, submit, withdraw
from tests.people import person

pytestmark = pytest.mark.django_db


def test_one_gets_ones_own_and_nobody_elses(startup, owner, outsider):
    invite(startup, "somebody@x.example", "editor", owner)
    claim(startup, outsider, "It is mine.")
    begin("Another", owner)
    held = export(owner)
    assert [row["startup__name"] for row in held["memberships"]] == ["Testlisten", "Another"]
    assert "somebody@x.example" not in str(held) and "It is mine." not in str(held)
    assert [row["words"] for row in export(outsider)["claims"]] == ["It is mine."]


def test_what_nobody_else_acts_for_goes_along_unless_it_was_published(startup, owner, outsider):
    begin("Mine alone", owner)
    shared = begin("Shared", owner)
    Member.objects.create(startup=shared, user=outsider)
    told = list(consequences(owner))
    assert told == [
        "The unpublished profile of Mine alone is deleted: nobody else acts for it.",
        "Testlisten stays without anybody who acts for it. Hand it over first, or withdraw it.",
        "Outsider becomes the owner of Shared.",
    ]
    withdraw(startup)
    assert [line for line in consequences(owner) if "Testlisten" in line] == [], "it is off the lists already"
    erase(owner)
    owner.delete()
    assert set(Startup.objects.values_list("name", flat=True)) == {"Testlisten", "Shared"}


def test_the_trail_keeps_its_lines_without_the_name(startup, owner):
    from startups.editing import keep_change

    keep_change(startup, lambda document: document | {"home_city": "Haifa"}, owner)
    submit(startup, owner)
    erase(owner)
    owner.delete()
    line = startup.transitions.first()
    assert (line.verb, line.by) == ("submit", None)


def test_an_unanswered_invitation_goes_with_its_address(startup, owner):
    invited = person("new@x.example")
    invite(startup, invited.email, "editor", owner)
    erase(invited)
    assert not Invitation.objects.exists()

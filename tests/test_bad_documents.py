"""Documents as people and imports send them: what is wrong is named, and nothing is half-written."""

from copy import deepcopy

import pytest
from rest_framework.exceptions import ValidationError

import cities.services
import startups.services
from cities.models import Department, Need, NeedDraft
from startups.models import ProfileDraft, Startup
from tests.listings import NEED, PROFILE, drafted

pytestmark = pytest.mark.django_db

MEGABYTE = "x" * 1_000_000


def changed(document: dict, path: str, value: object) -> dict:
    """A copy with the value at a dotted path replaced, or removed where it is None."""
    copy = inner = deepcopy(document)
    *parents, last = path.split(".")
    for key in parents:
        inner = inner[key]
    if value is None:
        del inner[last]
    else:
        inner[last] = value
    return copy


def complaints(errors: object) -> list[str]:
    """The sentences of a nested error, in order."""
    if isinstance(errors, dict):
        return [sentence for value in errors.values() for sentence in complaints(value)]
    if isinstance(errors, list):
        return [sentence for value in errors for sentence in complaints(value)]
    return [str(errors)]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("technologies", [], "Name 1 to 5 technologies, the primary one first."),
        ("technologies", ["WAT-LEAKS"], "Unknown technology: WAT-LEAKS. The list stands under Sectors."),
        ("texts.en.description", MEGABYTE, "Ensure this field has no more than 6000 characters."),
        ("texts.en.headline", "a\x00b", "Null characters are not allowed."),
        ("texts.en.headline", "\u200b\u200b", "The text holds only invisible signs. Type what readers should see."),
        ("website", "http://127.0.0.1/", "This address is not reachable from the public internet."),
        ("website", "http://user:secret@shop.example/", "Leave out the user name and password of the address."),
        ("pilot", {"cost_low": 5, "cost_high": 4}, "The highest pilot cost is below the lowest one."),
        ("trl", 10, "Ensure this value is less than or equal to 9."),
        ("production", "MARS", "“MARS” is not a code of the list production_place. It may be one of: "),
        ("source_language", "he", "There is no text in the language named as the source."),
    ],
)
def test_a_bad_profile_is_refused_with_a_sentence(path, value, sentence):
    with pytest.raises(ValidationError) as refusal:
        startups.services.publish_document(changed(PROFILE, path, value))
    assert any(complaint.startswith(sentence) for complaint in complaints(refusal.value.detail))
    assert (Startup.objects.count(), ProfileDraft.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        ("texts.zh", None, "A need needs its title and problem in Chinese and in English; missing: "),
        ("texts.zh.problem", "", "This field may not be blank."),
        ("texts.en.problem", MEGABYTE, "Ensure this field has no more than 6000 characters."),
        ("texts.en.title", "t" * 101, "Ensure this field has no more than 100 characters."),
        ("topics", ["W-LEAK", "W-WWT", "W-SAFE", "W-DAM"], "Name 1 to 3 topics, the main one first."),
        ("topics", ["W-LEAKAGE"], "Unknown topic: W-LEAKAGE. The list stands under Sectors."),
        ("city", "999999", 'Invalid pk "999999" - object does not exist.'),
        ("requirements", [{"kind": "TRL", "value": "12"}], "Name a level from 1 to 9."),
        ("requirements", [{"kind": "PRESENCE", "value": "3"}], "This kind of must-have takes no value."),
        ("texts.fr", {"title": "t", "problem": "p"}, "Unknown language fr. It may be one of: en, zh, he."),
        ("stagee", "PILOT", "Unknown key. It may be one of: "),
    ],
)
def test_a_bad_need_is_refused_with_a_sentence(path, value, sentence):
    with pytest.raises(ValidationError) as refusal:
        cities.services.publish_document(changed(NEED, path, value))
    assert any(complaint.startswith(sentence) for complaint in complaints(refusal.value.detail))
    assert (Need.objects.count(), NeedDraft.objects.count(), Department.objects.count()) == (0, 0, 0)


def test_an_amount_decides_the_budget_band():
    assert cities.services.publish_document(changed(NEED, "budget_cny", 1_000_000)).budget_band == "TO_4M"


def test_what_publish_writes_reads_back_as_the_same_document():
    need = cities.services.publish_document(deepcopy(NEED))
    again = cities.services.publish_document(deepcopy(NEED), over=need)
    assert (again.pk, again.revision) == (need.pk, 2)
    assert [text.title for text in again.texts.order_by("language")] == [
        NEED["texts"]["en"]["title"],
        NEED["texts"]["zh"]["title"],
    ]


def test_a_draft_leaves_the_live_rows_alone(startup):
    drafted(startup, changed(PROFILE, "texts.en.headline", "Quite another headline"))
    assert startup.text_for("en").headline == PROFILE["texts"]["en"]["headline"]
    published = startups.services.publish(startup)
    assert Startup.objects.get(pk=published.pk).text_for("en").headline == "Quite another headline"


def test_what_a_document_leaves_out_is_no_longer_stated(startup):
    silent = {key: value for key, value in PROFILE.items() if key not in {"trl", "pilot", "presence", "deployments"}}
    drafted(startup, silent)
    published = Startup.objects.get(pk=startups.services.publish(startup).pk)
    assert (published.trl, published.pilot_cost_low, published.presence) == (None, None, "")
    assert published.deployments.count() == 0
    assert (published.production, published.name_zh) == ("CHINA", "听测科技")

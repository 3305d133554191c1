import pytest
from rest_framework.exceptions import ValidationError

from cities.documents import NeedDocument
from cities.models import Need
from cities.services import close, publish, withdraw
from listings.models import Status
from tests.listings import drafted

pytestmark = pytest.mark.django_db


def refused(need: Need) -> dict:
    with pytest.raises(ValidationError) as refusal:
        publish(need)
    need.refresh_from_db()
    return refusal.value.detail


def test_a_need_without_english_text_is_not_published(need):
    withdraw(need)
    need.texts.filter(language="en").delete()
    assert refused(need) == {
        "texts": ["A need needs its title and problem in Chinese and in English; missing: English."],
    }
    assert need.status == Status.CLOSED


def test_a_need_without_topics_is_not_published(need):
    withdraw(need)
    need.topic_rows.all().delete()
    assert refused(need) == {"topics": ["Name 1 to 3 topics, the main one first."]}


def test_a_need_without_a_stage_is_not_published(need):
    withdraw(need)
    Need.objects.update(stage="")
    assert refused(Need.objects.get()) == {"stage": ["This field may not be blank."]}


def test_complete_rows_are_published_without_a_draft(need):
    withdraw(need)
    assert publish(need).status == Status.PUBLISHED


def test_rows_read_as_the_document_that_writes_them(need):
    read = NeedDocument(need).data
    publish(drafted(need, read).need)
    assert NeedDocument(Need.objects.get()).data == read
    assert (read["topics"], read["source_language"], read["city"]) == (["W-LEAK"], "zh", "130400")


def test_a_need_published_again_is_no_longer_closed_for_a_reason(need):
    close(need, "LAPSED")
    reopened = publish(need)
    assert (reopened.status, reopened.closing_reason) == ("published", "")

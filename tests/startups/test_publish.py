import pytest
from rest_framework.exceptions import ValidationError

from listings.models import Status
from startups.documents import ProfileDocument
from startups.models import Startup
from startups.services import publish, withdraw
from tests.listings import PROFILE, drafted

pytestmark = pytest.mark.django_db


def refused(startup: Startup) -> dict:
    with pytest.raises(ValidationError) as refusal:
        publish(startup)
    startup.refresh_from_db()
    return refusal.value.detail


def test_a_profile_without_chinese_text_is_not_published(startup):
    withdraw(startup)
    startup.texts.filter(language="zh").delete()
    assert refused(startup) == {
        "texts": ["A profile needs headline, problem and advantage in English and in Chinese; missing: Chinese."]
    }
    assert startup.status == Status.ARCHIVED


def test_a_profile_without_technologies_is_not_published(startup):
    withdraw(startup)
    startup.technology_rows.all().delete()
    assert refused(startup) == {"technologies": ["Name 1 to 5 technologies, the primary one first."]}


def test_a_refused_publication_leaves_the_draft(startup):
    draft = drafted(startup)
    draft.document = PROFILE | {"technologies": ["GONE"]}
    draft.save()
    assert refused(startup) == {"technologies": ["Unknown technology: GONE. The list stands under Sectors."]}
    assert Startup.objects.get().draft.document["technologies"] == ["GONE"]


def test_complete_rows_are_published_without_a_draft(startup):
    withdraw(startup)
    assert publish(startup).status == Status.PUBLISHED


def test_rows_read_as_the_document_that_writes_them(startup):
    read = ProfileDocument(startup).data
    publish(drafted(startup, read).startup)
    assert ProfileDocument(Startup.objects.get()).data == read
    assert (read["technologies"], read["source_language"]) == (["WAT-LEAK", "IOT-SENS"], "en")

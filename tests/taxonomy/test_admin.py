import pytest
from django.urls import reverse

from taxonomy.services import load_taxonomy

MODELS = ["sector", "technology", "domain", "topic", "affinity", "caution", "departmentkind", "code"]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", MODELS)
def test_nobody_outside_the_staff_reads_the_tables(client, model):
    assert client.get(reverse(f"admin:taxonomy_{model}_changelist")).status_code == 302


@pytest.mark.parametrize("model", MODELS)
def test_not_even_an_administrator_writes(admin_client, model):
    assert admin_client.get(reverse(f"admin:taxonomy_{model}_add")).status_code == 403


@pytest.mark.parametrize(("model", "word"), [("technology", "AVI-CUAS"), ("topic", "W-LEAK"), ("code", "BUDGET")])
def test_an_administrator_finds_a_row_and_reads_where_it_comes_from(admin_client, model, word):
    load_taxonomy()
    page = admin_client.get(reverse(f"admin:taxonomy_{model}_changelist"), {"q": word}).content.decode()
    assert word in page
    assert "Edit the files in taxonomy/reference" in page

"""What a curator cannot do: change people, their rights, or what lets them in."""

import pytest
from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from accounts.models import ApiToken, User
from accounts.services import issue_token

pytestmark = pytest.mark.django_db

GUARDED = [model for model in admin.site._registry if model._meta.app_label not in settings.CURATED_APPS]
RIGHTS = ("is_staff", "is_superuser", "is_curator", "is_active", "role", "password", "email")


def addresses(model, pk: int) -> list[str]:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    lists = [reverse(f"{name}_{page}") for page in ("changelist", "add")]
    return lists + [reverse(f"{name}_{page}", args=[pk]) for page in ("change", "delete")]


def people_and_keys() -> tuple[list, list]:
    return list(User.objects.order_by("pk").values_list("pk", *RIGHTS)), list(
        ApiToken.objects.values_list("pk", "name")
    )


def test_what_is_guarded_holds_people_and_rights():
    assert {"user", "group"} <= {model._meta.model_name for model in GUARDED}


def test_a_curator_changes_no_users_roles_or_tokens(client, curator, owner):
    issue_token(owner, "their program")
    before = people_and_keys()
    client.force_login(curator)
    raised = dict.fromkeys(("is_staff", "is_superuser", "is_curator", "is_active"), "on") | {"role": "official"}
    for model in GUARDED:
        for address in addresses(model, owner.pk):
            assert {client.get(address).status_code, client.post(address, raised).status_code} <= {403, 404}, address
    assert people_and_keys() == before


def test_a_curator_raises_nobody_through_their_own_pages(client, curator, owner):
    """The forms that a curator may send take none of these fields."""
    before = people_and_keys()
    client.force_login(curator)
    raised = {"is_superuser": "on", "role": "official", "user": owner.pk}
    for address in ("/accounts/", "/accounts/invitations/", "/accounts/tokens/", "/desk/cover/"):
        client.post(address, raised)
    assert people_and_keys() == before

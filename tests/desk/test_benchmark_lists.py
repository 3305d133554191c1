"""The benchmark of lists measures what it says."""

import json

import pytest
from django.core.management import CommandError, call_command

from tests.listings import published_startup

pytestmark = pytest.mark.django_db


def test_a_line_for_each_list_as_page_and_as_answer(need, startup, capsys):
    published_startup(slug="two", name={"en": "Two"})
    call_command("benchmark_lists", rounds=1)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["list"], line["as"], line["rows"], line["late_page"]) for line in lines] == [
        ("startups", "page", 2, 1),
        ("startups", "answer", 2, 1),
        ("needs", "page", 1, 1),
        ("needs", "answer", 1, 1),
    ]
    assert all(line["first_to_plain"] > 0 and line["first"]["web"] > 0 for line in lines)


def test_a_reader_who_does_not_exist_is_named(db):
    with pytest.raises(CommandError, match=r"nobody@x\.example"):
        call_command("benchmark_lists", reader="nobody@x.example")

"""Form fields for documents, and places in documents."""

import pytest

from listings.forms import LineField, LinesField, NumberField, tidy_number
from listings.paths import sentences_at, value_at, with_value


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("300,000", "300000"),
        ("３００ ０００", "300000"),
        ("1'234'567.50", "1234567.5"),
        ("17.600", "17.6"),
        ("100", "100"),
        ("3.0", "3"),
        # A comma before decimals is no grouping: better refused than ten times too much.
        ("17,6", "17,6"),
        ("about 12", "about 12"),
        ("", ""),
    ],
)
def test_a_number_is_taken_as_it_is_written(typed, kept):
    assert tidy_number(typed) == NumberField().clean(typed) == kept


def test_a_line_loses_invisible_signs_and_nothing_else():
    assert LineField().clean("  \u202eabc\x00 漏损 ") == "abc 漏损"


def test_lines_are_a_list():
    assert LinesField().clean(" OPC UA \n\n Modbus") == ["OPC UA", "Modbus"]
    assert LinesField().prepare_value(["OPC UA", "Modbus"]) == "OPC UA\nModbus"


DOCUMENT = {"texts": {"zh": {"headline": "标题"}}, "deployments": [{"after": 8}], "trl": 9}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", DOCUMENT), ("trl", 9), ("texts.zh.headline", "标题"), ("deployments.0.after", 8),
        ("texts.en.headline", None), ("deployments.1.after", None), ("trl.x", None), ("deployments.x", None),
    ],
)  # fmt: skip
def test_what_stands_at_a_place(path, value):
    assert value_at(DOCUMENT, path) == value


def test_a_value_is_set_in_a_copy():
    changed = with_value(DOCUMENT, "texts.en.headline", "Headline")
    assert changed["texts"] == {"zh": {"headline": "标题"}, "en": {"headline": "Headline"}}
    assert "en" not in DOCUMENT["texts"]


def test_a_blank_value_leaves_nothing_behind():
    assert with_value({"texts": {"zh": {"headline": "x"}}, "trl": 9}, "texts.zh.headline", "") == {"trl": 9}


def test_sentences_stand_at_their_places():
    detail = {
        "deployments": [{}, {"since": ["A", "B"]}],
        "pilot": {"non_field_errors": ["C"]},
        "technologies": ["D"],
        "contact.email": ["E"],
    }
    assert sentences_at(detail) == {
        "deployments.1.since": "A", "pilot": "C", "technologies": "D", "contact.email": "E",
    }  # fmt: skip

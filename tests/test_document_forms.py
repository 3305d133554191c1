"""Form fields for documents, and places in documents."""

import pytest

from listings.forms import DayField, LineField, LinesField, NumberField, SiteField, tidy_number
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


@pytest.mark.parametrize(
    ("typed", "signs", "kept"),
    [
        ("30万", (), "300000"),
        ("１．５万元", ("元",), "15000"),
        ("2亿", (), "200000000"),
        ("¥300,000", ("¥",), "300000"),
        ("CNY 300 000", ("CNY",), "300000"),
        ("2021年", ("年",), "2021"),
        ("17.6 %", ("%",), "17.6"),
        # Dollars are no yuan.
        ("$300,000", ("¥",), "$300,000"),
        ("三个月", ("周",), "三个月"),
        ("30-40万", (), "30-40万"),
        ("1.2.3万", (), "1.2.3万"),
        ("万", (), "万"),
    ],
)
def test_a_number_is_taken_as_it_is_said(typed, signs, kept):
    assert NumberField(signs=signs).clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("company.example", "https://company.example"),
        ("www.company.example/en?x=1", "https://www.company.example/en?x=1"),
        ("http://company.example", "http://company.example"),
        ("our site", "our site"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("", ""),
    ],
)
def test_a_site_may_be_written_as_on_a_card(typed, kept):
    assert SiteField().clean(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2027年3月1日", "2027-03-01"),
        ("２０２７/3/1", "2027-03-01"),
        ("2027.12.31", "2027-12-31"),
        ("2027-03-01", "2027-03-01"),
        ("2027年3月", "2027年3月"),
        ("soon", "soon"),
    ],
)
def test_a_day_may_be_written_in_the_usual_ways(typed, kept):
    assert DayField().clean(typed) == kept


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

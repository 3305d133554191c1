"""Lists as files: the rows that a reader sees, in cells that no spreadsheet computes. Who may see what:
tests/test_visibility.py."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from desk.importing.texts import unescaped
from listings.exporting import escaped
from startups.models import Startup
from tests.listings import PROFILE, published_need, published_startup

pytestmark = pytest.mark.django_db

PRIVATE = ["PRIVATE-deployment-contact", "PRIVATE-name", "private@testlisten.example", "+972-54-000-0000"]


def rows_of(answer) -> list[list[str]]:
    content = b"".join(answer)
    if answer["Content-Type"].startswith("text/csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    return [list(line) for line in load_workbook(io.BytesIO(content)).active.values]


@pytest.mark.parametrize("text", ["=1+1", "+972-54-000-0000", "-5", "@x", "\tx", "\rx", "'quoted", "3 < 5", ""])
def test_an_escaped_cell_comes_back_as_it_was(text):
    assert unescaped(escaped(text)) == text


def test_cells_of_a_csv_are_marked_where_they_begin_like_formulas():
    assert [escaped(text) for text in ("=1+1", "+972-54-000-0000", "@x", "\tx", "12 %")] == [
        "'=1+1", "'+972-54-000-0000", "'@x", "'\tx", "12 %",
    ]  # fmt: skip


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_cells_that_look_like_formulas_are_text(client, owner, startup, file_format):
    Startup.objects.update(name="=HYPERLINK(A1)", home_city="+972-54-000-0000")
    client.force_login(owner)
    answer = client.get(f"/startups/export.{file_format}")
    headings, cells = rows_of(answer)
    mark = "'" if file_format == "csv" else ""
    assert cells[headings.index("Name")] == f"{mark}=HYPERLINK(A1)"
    assert cells[headings.index("Home city")] == f"{mark}+972-54-000-0000"


def test_every_cell_of_a_workbook_has_the_type_of_text(client, owner, startup):
    Startup.objects.update(name="=HYPERLINK(A1)")
    client.force_login(owner)
    sheet = load_workbook(io.BytesIO(b"".join(client.get("/startups/export.xlsx")))).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}


def test_a_file_holds_what_the_list_shows_under_the_same_address(client, official, startup):
    published_startup(slug="other", name={"en": "Other"}, trl=3)
    client.force_login(official)
    names = [line[0] for line in rows_of(client.get("/startups/export.csv?sort=name&maturity=SCALE"))[1:]]
    assert names == ["Testlisten"]
    answer = json.loads(client.get("/startups/export.json?sort=name").content)
    assert [row["slug"] for row in answer["results"]] == ["other", "testlisten"]


def test_a_row_is_in_the_language_of_its_reader(client, official, need):
    client.force_login(official)
    _headings, cells = rows_of(client.get("/zh-hans/needs/export.csv"))
    assert cells[1:5] == [
        "老城区供水管网漏损率高",
        "老城区铸铁管使用超过三十年，暗漏难以发现，夜间最小流量居高不下。",
        "公共供水管网漏损率18%。",
        "两年内降至12%。",
    ]
    assert cells[5].startswith("管网漏损率 18% → 12%, ")


@pytest.mark.parametrize("kind", ["startups", "needs"])
@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_the_curators_sheet_holds_no_contacts(client, curator, startup, need, kind, file_format):
    client.force_login(curator)
    said = json.dumps(rows_of(client.get(f"/desk/export/{kind}.{file_format}")))
    assert [marker for marker in [*PRIVATE, "PRIVATE-official", "private@city.example"] if marker in said] == []
    assert "contact" not in said


def test_a_hidden_city_is_in_no_file_of_a_stranger(client, outsider):
    published_need(city_hidden=True)
    client.force_login(outsider)
    for file_format in ("csv", "json"):
        answer = client.get(f"/needs/export.{file_format}")
        body = b"".join(answer) if answer.streaming else answer.content
        assert not any(name in body.decode() for name in ("Handan", "邯郸", "130400")), file_format


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_asks_the_database_as_often_for_three_rows_as_for_one(client, owner, count, django_assert_num_queries):
    for number in range(count - 1):
        published_startup(slug=f"s-{number}", name=PROFILE["name"])
    client.force_login(owner)
    client.get("/startups/export.csv")
    with django_assert_num_queries(9):
        client.get("/startups/export.csv")

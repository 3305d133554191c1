"""The pages of an import: for curators only, from the sending to the report."""

import csv
import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from desk.importing.models import ImportJob
from desk.importing.services import work, write
from startups.models import Startup
from tests.desk.importing.sheets import as_csv, as_xlsx, checked, imported, outcomes, row, worked

pytestmark = pytest.mark.django_db

IMPORTS = "/desk/import/"


@pytest.fixture
def rung(monkeypatch) -> list[int]:
    """Ids of the imports that a worker was asked to go on with."""
    asked: list[int] = []
    monkeypatch.setattr("desk.importing.views.ring", lambda _task, pk: asked.append(pk))
    monkeypatch.setattr("desk.importing.views.transaction.on_commit", lambda callback: callback())
    return asked


@pytest.fixture
def desk(client, curator, rung) -> Client:
    client.force_login(curator)
    return client


def sent(desk, content: bytes, name: str, kind: str = "startups"):
    file = io.BytesIO(content)
    file.name = name
    return desk.post(f"{IMPORTS}list/", {"kind": kind, "file": file})


@pytest.mark.parametrize("persona", ["owner", "official", "outsider"])
def test_nobody_but_curators_imports(request, client, curator, persona):
    job = checked("startups", [row("startups", slug="new")], curator)
    client.force_login(request.getfixturevalue(persona))
    pages = [IMPORTS, f"{IMPORTS}{job.pk}/", f"{IMPORTS}{job.pk}/problems.csv", "/desk/export/startups.csv"]
    verbs = [f"{IMPORTS}list/", f"{IMPORTS}scenarios/", f"{IMPORTS}{job.pk}/write/", f"{IMPORTS}{job.pk}/discard/"]
    assert [client.get(page).status_code for page in pages] == [404] * 4
    assert [client.post(verb).status_code for verb in verbs] == [404] * 4
    assert not Startup.objects.filter(slug="new").exists()


def test_a_sheet_is_checked_and_written_only_when_the_curator_says_so(desk, rung):
    rows = [row("startups", slug="one"), row("startups", slug="two", trl="12")]
    address = sent(desk, as_csv(rows, "gb18030").getvalue(), "list.csv")["Location"]
    job = ImportJob.objects.get()
    assert (address, rung) == (f"{IMPORTS}{job.pk}/", [job.pk])

    page = desk.get(address).content.decode()
    assert "0 of 2 rows checked" in page and "Read as CSV, GB18030." in page
    worked(job)
    page = desk.get(f"{address}?show=wrong").content.decode()
    assert "Publish 1 row" in page and "Ensure this value is less than or equal to 9." in page
    assert Startup.objects.count() == 0

    desk.post(f"{address}write/")
    worked(job)
    assert outcomes(job) == [(2, "new"), (3, "wrong")]
    assert list(Startup.objects.values_list("slug", flat=True)) == ["one"]


def test_what_would_change_is_shown_against_what_is_published(desk, curator):
    imported("startups", [row("startups", slug="one")], curator)
    job = checked("startups", [row("startups", slug="one", home_city="Haifa")], curator)
    page = desk.get(f"{IMPORTS}{job.pk}/").content.decode()
    assert "home city" in page and "Haifa" in page


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"slug,head\nx,y\n", "x.csv", "The template has no column “head”. Row 1 must hold the names of the columns."),
        (b"name.en\nx\n", "x.csv", "The column “slug” is missing: by it a row finds its entry."),
        (b"slug,slug\nx,y\n", "x.csv", "The column “slug” stands there twice."),
        (b"slug,trl\n", "x.csv", "Below the names of the columns there is no row."),
        (b"%PDF-1.7", "x.csv", "It is named .csv and is something else. Give it its own ending, or save it anew."),
    ],
)  # fmt: skip
def test_a_file_that_is_none_leaves_nothing_behind(desk, rung, content, name, sentence):
    assert sentence in sent(desk, content, name).content.decode()
    assert (ImportJob.objects.count(), rung) == (0, [])


def test_a_file_over_the_limit_is_refused(desk, monkeypatch):
    monkeypatch.setattr("desk.importing.forms.MOST_BYTES", 10)
    assert "The file is larger than 20 MB. Cut it in parts." in sent(desk, b"slug,trl\nx,5\n", "x.csv").content.decode()


def test_rows_about_the_same_entry_and_cells_with_formulas_are_wrong(curator):
    from desk.importing.files import read_file
    from desk.importing.sending import begin_listings

    file = as_xlsx([["slug", "trl"], ["one", 5], ["one", 6], ["two", "=1+1"]])
    job = begin_listings("startups", "x.xlsx", read_file(file, "x.xlsx"), curator)
    assert list(job.rows.filter(outcome="wrong").values_list("number", "problems")) == [
        (3, [[None, "Row 2 is about the same one."]]),
        (4, [[1, "A formula. Copy the cell and paste it as a value."]]),
    ]


def test_the_sentences_are_in_the_language_of_the_curator(desk):
    file = io.BytesIO(as_csv([row("startups", slug="")]).getvalue())
    file.name = "x.csv"
    desk.post(f"/zh-hans{IMPORTS}list/", {"kind": "startups", "file": file})
    job = worked(ImportJob.objects.get())
    assert (job.language, job.rows.get().problems) == ("zh-hans", [[0, "请填写此项。"]])


def test_the_report_names_row_column_and_cell_and_holds_the_rows_to_mend(desk, curator):
    job = checked("startups", [row("startups", slug="one"), row("startups", slug="two", trl="12")], curator)
    place = job.columns.index("trl")

    lines = list(csv.reader(io.StringIO(b"".join(desk.get(f"{IMPORTS}{job.pk}/problems.csv")).decode("utf-8-sig"))))
    workbook = load_workbook(io.BytesIO(b"".join(desk.get(f"{IMPORTS}{job.pk}/problems.xlsx"))))

    assert lines[1:] == [["3", lines[1][1], "trl", "12", "Ensure this value is less than or equal to 9."]]
    rows = list(workbook.worksheets[0].values)
    assert (list(rows[0]), rows[1][0], rows[1][place]) == (job.columns, "two", "12")


def test_stopping_ends_it_and_what_was_written_stays(desk, curator, monkeypatch):
    monkeypatch.setattr("desk.importing.services.BATCH", 1)
    job = checked("startups", [row("startups", slug=slug) for slug in ("one", "two")], curator)
    write(job)
    assert work(job.pk)
    desk.post(f"{IMPORTS}{job.pk}/stop/")
    assert not work(job.pk)
    assert list(Startup.objects.values_list("slug", flat=True)) == ["one"]


def test_an_import_that_has_ended_says_what_came_of_it(desk, curator):
    job = imported("startups", [row("startups", slug="one"), row("startups", slug="two", trl="12")], curator)
    said = " ".join(desk.get(f"{IMPORTS}{job.pk}/").content.decode().split())
    assert "1 row was published. What is wrong was left out: mend it in the Excel file and send that again." in said


def test_a_second_click_writes_nothing_twice(desk, curator):
    job = imported("startups", [row("startups", slug="one")], curator)
    desk.post(f"{IMPORTS}{job.pk}/write/")
    assert ImportJob.objects.get().state == ImportJob.State.DONE


def test_the_template_and_the_export_come_back_as_they_went(desk, curator, startup, need):
    for kind in ("startups", "needs"):
        sheet = b"".join(desk.get(f"/desk/export/{kind}.csv"))
        headings = next(csv.reader(io.StringIO(sheet.decode("utf-8-sig"))))
        template = b"".join(desk.get(f"/desk/import/template/{kind}.csv")).decode("utf-8-sig")
        assert set(headings) < set(next(csv.reader(io.StringIO(template))))
        sent(desk, sheet, f"{kind}.csv", kind)
        assert outcomes(worked(ImportJob.objects.get(kind=kind))) == [(2, "unchanged")]


def test_the_template_explains_its_columns_in_the_readers_language(desk):
    answer = desk.get("/zh-hans/desk/import/template/needs.xlsx")
    workbook = load_workbook(io.BytesIO(b"".join(answer)))
    guide = {line[0]: line[1] for line in workbook.worksheets[1].values}
    assert guide["texts.zh.title"] == "文本 · 中文 · 标题"
    assert next(iter(workbook.worksheets[0].values))[0] == "key"


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_database_as_often_for_three_rows_as_for_one(desk, curator, count, django_assert_num_queries):
    job = checked("startups", [row("startups", slug=f"s-{n}", trl="12") for n in range(count)], curator)
    desk.get(f"{IMPORTS}{job.pk}/")
    with django_assert_num_queries(9):
        desk.get(f"{IMPORTS}{job.pk}/")

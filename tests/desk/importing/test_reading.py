"""Tables of strangers: read as their writers meant them, or refused with a sentence that says what to do."""

import io
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from desk.importing.files import read_file, read_paste
from desk.importing.tables import MOST_ROWS, Unreadable
from tests.desk.importing.sheets import as_xlsx

LISTS = Path(__file__).with_name("lists")


def cells(table):
    return [row.cells for row in table.rows]


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(Unreadable) as refused:
        read_file(io.BytesIO(content), name)
    return str(refused.value)


def with_part(file: io.BytesIO, name: str, content: bytes) -> bytes:
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [("utf-8", "CSV, UTF-8"), ("utf-8-sig", "CSV, UTF-8"), ("gb18030", "CSV, GB18030"), ("utf-16", "CSV, UTF-16")],
)
def test_a_csv_is_read_in_the_encodings_of_offices(encoding, read_as):
    table = read_file(io.BytesIO("名称,电话\n㐂泉,+972-54-000-0000\n".encode(encoding)), "清单.csv")

    assert (cells(table), table.read_as) == ([["名称", "电话"], ["㐂泉", "+972-54-000-0000"]], read_as)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(delimiter):
    text = f'a{delimiter}b\n1{delimiter}"x\ny"\n'
    assert cells(read_file(io.BytesIO(text.encode()), "x.csv")) == [["a", "b"], ["1", "x\ny"]]


def test_numbers_days_and_telephones_of_a_workbook_read_as_they_were_typed():
    file = as_xlsx([["a", "b", "c", "d"], [12.0, 0.5, True, "+972-54-000-0000"], [], ["x"]])
    table = read_file(file, "list.xlsx")
    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ["a", "b", "c", "d"]),
        (2, ["12", "0.5", "yes", "+972-54-000-0000"]),
        (4, ["x"]),
    ]


def test_a_formula_is_named_and_never_read():
    table = read_file(as_xlsx([["a"], ['=HYPERLINK("http://x.example")']]), "list.xlsx")
    assert table.rows[1].problems == [[0, "A formula. Copy the cell and paste it as a value."]]


def test_what_no_database_stores_is_named():
    table = read_paste("a\tb\n1\tx\x00y\n")
    assert table.rows[1].cells == ["1", "xy"]
    assert table.rows[1].problems == [[1, "Signs that are no text (such as NUL). Type the cell anew."]]


def test_merged_cells_are_filled_in_a_list_and_refused_where_every_row_needs_its_own():
    content = (LISTS / "wps_merged.xlsx").read_bytes()
    table = read_file(io.BytesIO(content), "list.xlsx", fills_merged=True)
    assert [row.cells[1:4] for row in table.rows if row.cells[0].isdecimal()] == [
        ["城市水务", "老城区供水管网漏损精准定位", "市水务局"],
        ["城市水务", "二次供水泵房无人值守", "市水务局"],
        ["城市水务", "污水厂曝气节能控制", "市水务局"],
        ["交通出行", "信号路口自适应配时", "市交通运输局"],
        ["交通出行", "下穿道路积水预警", "市交通运输局"],
    ]
    assert refusal(content, "list.xlsx") == (
        "The sheet has merged cells (in row 1). Undo them: every row needs its own values."
    )


def test_a_web_page_is_read_without_its_scripts_and_layout():
    table = read_paste((LISTS / "web_paste.html").read_text(encoding="utf-8"))
    assert [row.cells for row in table.rows if row.cells[0].isdecimal()][:2] == [
        [
            "1", "森林火情早期识别", "市应急管理局", "林区面积1200平方公里，\n瞭望塔9座，夜间与雾天看不见。",
            "发现时间由40分钟降至10分钟", "2027年底",
        ],
        [
            "2", "危化品车辆停放监管", "市应急管理局", "过境危化品车辆日均430辆，违停靠举报。",
            "违停发现率由35%升至90%", "2026-12-31",
        ],
    ]  # fmt: skip


def test_wrong_names_and_old_formats_are_refused():
    workbook = as_xlsx([["a"]]).getvalue()
    assert refusal(workbook, "list.csv") == (
        "It is named .csv and is something else. Give it its own ending, or save it anew."
    )
    assert refusal(b"a,b\n1,2\n", "list.xlsx") == (
        "It is named .xlsx and is none. Save the table as .xlsx or .csv, then choose it again."
    )
    assert refusal(b"\xd0\xcf\x11\xe0 an old one", "list.xlsx") == (
        "This is an old or a locked file. Save it as .xlsx without a password."
    )
    assert refusal(workbook, "list.xlsm") == "Files ending in “.xlsm” are not read. Save the table as .xlsx or .csv."
    assert refusal(b"a\x00b,c\n", "list.csv") == "This is no text. Save the table as CSV (UTF-8) or as .xlsx."
    assert refusal(b"\xff\xff\xff", "list.csv").startswith("The encoding is neither UTF-8 nor GB18030.")
    assert refusal(b"", "list.csv") == "No table was found in it."


def test_workbooks_that_mean_harm_are_refused():
    assert refusal(with_part(as_xlsx([["a"]]), "xl/vbaProject.bin", b"x"), "x.xlsx") == (
        "The file holds macros. Save it without them, as .xlsx or .docx."
    )
    assert refusal(with_part(as_xlsx([["a"]]), "xl/media/bomb", bytes(80_000_000)), "x.xlsx") == (
        "The file unpacks to far more than it should. Copy its rows into a new one."
    )
    assert refusal(b"PK\x03\x04 and no more", "x.xlsx").startswith("The file is damaged.")


def test_entities_of_an_xml_part_are_not_expanded():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    packed, clean = io.BytesIO(), zipfile.ZipFile(as_xlsx([["a"]]))
    with zipfile.ZipFile(packed, "w") as archive:
        for name in clean.namelist():
            content = clean.read(name)
            is_sheet = name == "xl/worksheets/sheet1.xml"
            archive.writestr(name, bomb + content.replace(b"<v>0</v>", b"<v>&b;</v>") if is_sheet else content)
    assert refusal(packed.getvalue(), "x.xlsx").startswith("The file is damaged.")


def test_more_rows_than_are_taken_at_once_are_refused():
    text = "a\n" + "1\n" * (MOST_ROWS + 1)
    assert refusal(text.encode(), "x.csv") == "There are more than 20000 rows. Cut the file in parts."


def test_hidden_sheets_are_passed_over():
    workbook, file = Workbook(), io.BytesIO()
    workbook.active.append(["hidden"])
    workbook.active.sheet_state = "hidden"
    workbook.create_sheet().append(["shown"])
    workbook.save(file)
    assert cells(read_file(file, "x.xlsx")) == [["shown"]]


# --- Word documents ---------------------------------------------------------------------------------------------------


def document(*rows: str, around: str = "{}", declared: str = "") -> bytes:
    """A .docx of one table; each row is its cells as Word writes them."""
    table = "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    body = f'{declared}<w:document xmlns:w="{WORD}"><w:body>{around.format(table)}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", body)
    return file.getvalue()


def cell(text: str, properties: str = "") -> str:
    paragraphs = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraphs}</w:tc>"


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ON, DOWN = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def of_word(content: bytes):
    return cells(read_file(io.BytesIO(content), "清单.docx", fills_merged=True))


def test_a_word_table_is_read_with_its_merged_cells():
    content = document(
        cell("领域") + cell("场景名称", '<w:gridSpan w:val="2"/>') + cell("需求单位"),
        cell("城市水务", ON) + cell("漏损\n定位") + cell("老城区") + cell("市水务局"),
        cell("", DOWN) + cell("泵房") + cell("") + cell("市水务局"),
    )
    assert of_word(content) == [
        ["领域", "场景名称", "", "需求单位"],
        ["城市水务", "漏损\n定位", "老城区", "市水务局"],
        ["城市水务", "泵房", "", "市水务局"],
    ]


def test_of_several_word_tables_the_largest_is_read_and_what_was_struck_out_is_not():
    struck = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    content = document(
        "<w:tc><w:p><w:r><w:t>a</w:t></w:r>" + struck + "</w:p></w:tc>",
        f"<w:ins>{cell('b')}</w:ins>",
        around="<w:tbl><w:tr>" + cell("cover") + "</w:tr></w:tbl><w:sdt>{}</w:sdt>",
    )
    assert of_word(content) == [["a"], ["b"]]


def test_word_documents_that_mean_harm_are_refused():
    def refused(content: bytes, name: str = "x.docx") -> str:
        with pytest.raises(Unreadable) as told:
            read_file(io.BytesIO(content), name, fills_merged=True)
        return str(told.value)

    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    assert refused(document(cell("&b;"), declared=bomb)).startswith("The file is damaged.")
    assert refused(with_part(io.BytesIO(document(cell("a"))), "word/vbaProject.bin", b"x")).startswith("The file holds")
    assert refused(with_part(io.BytesIO(document(cell("a"))), "word/bomb", bytes(80_000_000))).startswith(
        "The file unpacks to far more"
    )
    assert refused(as_xlsx([["a"]]).getvalue()).startswith("Its content is something else than its name says.")
    assert refused(b"PK\x03\x04 and no more").startswith("The file is damaged.")
    assert refused(b"a,b\n1,2\n").startswith("It is named .docx and is none.")
    assert refused(document(around="no table")) == "No table was found in it."
    assert refused(document(cell("a") * 301)) == "Row 1 has more than 300 columns."
    assert refused(document(cell("a", '<w:gridSpan w:val="9999"/>') * 2)) == "Row 1 has more than 300 columns."


def test_a_word_document_is_no_sheet_of_the_template():
    assert refusal(document(cell("slug")), "x.docx").startswith("Files ending in “.docx” are not read.")

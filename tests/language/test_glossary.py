import pytest

from language import glossary


def test_every_glossary_can_be_read():
    assert glossary.chinese()["管网漏损"]
    assert all(glosses for glosses in [*glossary.chinese().values(), *glossary.hebrew().values()])


def test_alternatives_are_joined_and_comments_skipped(tmp_path):
    path = tmp_path / "general.tsv"
    path.write_text("# water\n\n检查井\tmanhole; inspection chamber\n检查井\tlater wording\n", encoding="utf-8")
    assert glossary.read(path) == {"检查井": ("manhole", "inspection chamber", "later wording")}


@pytest.mark.parametrize("line", ["检查井 manhole", "检查井\t", "\tmanhole", "检查井\tmanhole\tnote"])
def test_a_bad_line_is_named(tmp_path, line):
    path = tmp_path / "general.tsv"
    path.write_text(f"# water\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"general\.tsv line 2: "):
        glossary.read(path)

import pytest

from language.cedict import dictionary


@pytest.mark.parametrize(
    ("word", "glosses"),
    [
        ("污水", ["sewage"]),
        ("市民", ["city resident"]),
        ("监测", ["monitor"]),
        # several entries of one word, a surname, classifiers and pinyin left out
        ("葡萄", ["grape"]),
        ("设备", ["equipment", "facilities", "installations"]),
        # an abbreviation has the meaning of what it stands for, a variant that of the usual writing
        ("环评", ["environmental impact assessment", "environmental impact assessment EIA"]),
        ("蚉", ["mosquito"]),
    ],
)
def test_glosses_are_bare_english(word, glosses):
    assert [sense.gloss for sense in dictionary()[word]] == glosses


def test_slang_and_names_are_marked():
    assert [(sense.gloss, sense.rank, sense.slang) for sense in dictionary()["机场"]][:2] == [
        ("airport", 0, False),
        ("airfield", 1, False),
    ]
    assert [sense.slang for sense in dictionary()["机场"]][2:] == [True]
    assert [sense.proper for sense in dictionary()["绍兴"]] == [True]


def test_an_unknown_word_is_not_there():
    assert "管网漏损" not in dictionary()
    assert dictionary().get("管网漏损", ()) == ()

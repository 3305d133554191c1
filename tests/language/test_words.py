import pytest

from language.words import bigrams, contains_keyword, count_hits, hits_by_list, search_terms, sentences, words


def test_words_are_stemmed_and_stop_words_and_amounts_left_out():
    assert words("Monitoring of 1,200 sensors with PM2.5, 5G and Li-ion batteries") == [
        "monitor", "sensor", "pm2.5", "5g", "li", "ion", "battery",
    ]  # fmt: skip


def test_british_and_american_spelling_meet():
    assert words("analysing the centres, optimised labelling, colours") == words(
        "analyzing a center, optimized labeling, color"
    )


def test_full_width_latin_is_latin():
    assert words("ＡＩ芯片") == ["ai"]


def test_bigrams_run_by_run():
    assert bigrams("管网漏损, 水") == ["管网", "网漏", "漏损", "水"]


def test_search_terms_keep_words_as_typed():
    assert search_terms("Acme Sensors的管网 ניטור מים 5G") == ["acme", "sensors", "5g", "的管", "管网", "ניטור", "מים"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It runs 3.5 km. Then it stops.", ["It runs 3.5 km.", "Then it stops."]),
        ("Sensors, e.g. for U.S. cities by Acme Ltd. here.", ["Sensors, e.g. for U.S. cities by Acme Ltd. here."]),
        ("From Acme Inc. They like it! Really? yes.", ["From Acme Inc.", "They like it!", "Really?", "yes."]),
        ("管网漏损率17.6%。需要降至9%以下！预算约3.5万元", ["管网漏损率17.6%。", "需要降至9%以下！", "预算约3.5万元"]),
        ("要求：（1）在线监测；（2）分区计量。", ["要求：（1）在线监测；", "分区计量。"]),
        ("一、背景\n1. 第一\n2、第二\n- item one\n• item two\n3.5 km of pipes", [
            "背景", "第一", "第二", "item one", "item two", "3.5 km of pipes",
        ]),
        ("שלום עולם. מה נשמע?", ["שלום עולם.", "מה נשמע?"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("keyword", "text", "found"),
    [
        ("VR", "existing NVR", False),
        ("VR", "用VR培训", True),
        ("site", "many sites", False),
        ("AI 芯片", "一种ai芯片", True),
        ("non-revenue water", "Non revenue  water is high", True),
        ("漏损", "供水管网漏损率", True),
        ("ניטור", "ובניטור רציף", True),
        ("ניטור", "מוניטורים", False),
        ("C++", "written in c++ and Rust", True),
        ("", "anything", False),
    ],
)
def test_latin_keywords_need_word_boundaries(keyword, text, found):
    assert contains_keyword(text, keyword) is found


def test_hits_are_counted_up_to_a_most():
    text = "漏损检测 by acoustic sensor, DMA and NRW"
    keywords = ["漏损检测", "DMA", "NRW", "听漏"]
    assert count_hits(text, keywords) == 2
    assert count_hits(text, keywords, most=5) == 3
    assert count_hits(text, []) == 0


def test_hits_by_list_counts_as_count_hits_does_and_leaves_out_lists_without_any():
    text = "An NVR stores video; VR goggles show 管网漏损 data"
    lists = {"vr": ["VR", "goggles", "video"], "leak": ["漏损"], "none": ["lidar"]}
    assert hits_by_list(text, lists) == {"vr": 2, "leak": 1}

from language import commonness


def test_general_english_falls_with_rank():
    shares = commonness.of_general_english()
    assert 1.0 == shares["the"] > shares["water"] > shares["pump"] > 0


def test_the_field_prefers_its_own_words():
    field, general = commonness.of_the_field(), commonness.of_general_english()
    assert general["church"] > general["leak"]
    assert field["leak"] > field["church"]

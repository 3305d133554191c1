import pytest

from language import options


@pytest.fixture(autouse=True)
def fresh():
    options.from_environment.cache_clear()
    yield
    options.from_environment.cache_clear()


def test_defaults(monkeypatch):
    for name in ("ENCODER", "ENCODER_THREADS", "TRANSLATOR", "LANGUAGE_CACHE"):
        monkeypatch.delenv(name, raising=False)
    assert options.from_environment() == options.Options()
    assert options.translator() is None


@pytest.mark.parametrize("threads", ["0", "-1", "two"])
def test_bad_threads_stop_with_a_sentence(monkeypatch, threads):
    monkeypatch.setenv("ENCODER_THREADS", threads)
    with pytest.raises(ValueError, match=f"ENCODER_THREADS is '{threads}'; it may be a whole number from 1."):
        options.from_environment()


def test_a_translator_is_a_dotted_path(monkeypatch):
    monkeypatch.setenv("TRANSLATOR", "language.detect.detect")
    assert options.translator()("管网") == "zh"


def test_a_translator_that_is_not_there_is_named(monkeypatch):
    monkeypatch.setenv("TRANSLATOR", "nowhere.translate")
    with pytest.raises(ValueError, match=r"TRANSLATOR is 'nowhere.translate', which cannot be imported"):
        options.translator()

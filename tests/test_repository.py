"""What must stand in no file: places of one machine, hosts of package registries, words about how it was written."""

import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from matchmaker.embedded import PROJECT

BINARY = {".png", ".jpg", ".mo", ".ico", ".woff2", ".npz", ".ttf", ".pdf"}
# A list of 30,000 English word pieces holds every name.
WORD_LISTS = {"minilm-tokenizer.json"}
# Each in two parts, so that this file does not hold them.
WRITERS = "clau" + "de|anthro" + "pic|chat" + "gpt|open" + "ai|copi" + "lot|(?:sub-?|coding )ag" + "ents?"
UNWANTED = {
    "a place on one machine": re.compile("/(?:wo" + "rk|ro" + "ot|home/[a-z]+)/"),
    "a package registry": re.compile("py" + r"pi\.org|python" + "hosted|npm" + r"js\.(?:org|com)|deb\.deb" + "ian"),
    "how it was written": re.compile(rf"\b(?:{WRITERS})\b", re.IGNORECASE),
}
LOADING = {"src", "srcset", "poster", "data", "action", "formaction", "hx-get", "hx-post", "background"}
ELSEWHERE = re.compile(r"^\s*(?:https?:)?//", re.IGNORECASE)
CSS_ELSEWHERE = re.compile(r"(?:url\(|@import)\s*['\"]?\s*(?:https?:)?//", re.IGNORECASE)
JS_ELSEWHERE = re.compile(r"['\"`](?:https?:)?//(?!www\.w3\.org/)[\w-]+\.", re.IGNORECASE)


def files(*folders: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=PROJECT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.splitlines() if (path := PROJECT / name).is_file()]


def unwanted(text: str) -> list[str]:
    return [f"{what}: {found.group()}" for what, pattern in UNWANTED.items() if (found := pattern.search(text))]


def test_no_file_speaks_of_where_it_was_written():
    read = [path for path in files() if path.suffix not in BINARY and path.name not in WORD_LISTS]
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in read}

    assert {path.name: found for path, text in texts.items() if (found := unwanted(text))} == {}


@pytest.mark.parametrize("text", ["see /wo" + "rk/main", "https://py" + "pi.org/simple", "Written with Clau" + "de"])
def test_unwanted_words_are_seen(text):
    assert len(unwanted(text)) == 1


class Loads(HTMLParser):
    """Collects what a page would fetch from another host; a plain link for the reader is no fetch."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            loads = name in LOADING or (name in {"href", "xlink:href"} and tag != "a")
            if loads and ELSEWHERE.match(value or ""):
                self.found.append(f"<{tag} {name}={value}>")


def loads_from_elsewhere(path: Path, text: str) -> list[str]:
    if path.suffix in {".html", ".svg"}:
        return Loads(text).found + CSS_ELSEWHERE.findall(text)
    if path.suffix == ".css":
        return CSS_ELSEWHERE.findall(text)
    return JS_ELSEWHERE.findall(text) if path.suffix == ".js" else []


def test_pages_load_nothing_from_another_host():
    shown = [path for path in files("templates", "static") if path.suffix not in BINARY]

    assert {path.name: found for path in shown if (found := loads_from_elsewhere(path, path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("page.html", '<script src="https://cdn.example/x.js"></script>'),
        ("page.html", '<link rel="stylesheet" href="//fonts.example/a.css">'),
        ("theme.css", "@import 'https://fonts.example/a.css'"),
        ("theme.css", "a { background: url(//pictures.example/a.png) }"),
        ("site.js", 'fetch("https://count.example/hit")'),
    ],
)
def test_a_load_from_another_host_is_seen(name, text):
    assert len(loads_from_elsewhere(Path(name), text)) == 1


def test_a_link_for_the_reader_is_no_load():
    assert loads_from_elsewhere(Path("credits.html"), '<a href="https://www.geonames.example">GeoNames</a>') == []

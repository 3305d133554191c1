"""How well topics and technologies are inferred from texts: precision and recall on labelled examples. No database."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from language.bridge import Bridge
from language.encoder import Encoder
from matching import engine
from matching.corpus import Corpus
from matching.inference import Inferred, infer_technologies, infer_topics
from matching.statistics import shipped_snapshot
from matching.vocabulary import embedded_vocabulary, keywords
from taxonomy.reference import read_taxonomy

INFER = {"topic": infer_topics, "technology": infer_technologies}


class LabelledDataError(Exception):
    """The file cannot be used; the message names file and line."""


@dataclass(frozen=True)
class Example:
    """``codes`` are right; ``also`` would be defensible and counts neither way."""

    kind: str
    language: str
    codes: frozenset[str]
    also: frozenset[str]
    text: str


@dataclass(frozen=True)
class Scores:
    """Of the examples of one group: of what is proposed, which share is right; of what is right, which is proposed.

    ``first``: the share of examples whose likeliest code is right; ``offered``: recall of all that a form lists.
    """

    group: str
    examples: int
    precision: float
    recall: float
    first: float
    offered: float


def read_examples(path: Path) -> list[Example]:
    """Of a file with tabs and the columns kind, language, codes, also, text; codes are separated by semicolons."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise LabelledDataError(f"{path}: cannot be read ({error.strerror}).") from error
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [_example(row, f"{path}, line {number}") for number, row in enumerate(rows, 2)]


def _example(row: dict[str, str], place: str) -> Example:
    if row.get("kind") not in INFER or not row.get("text"):
        raise LabelledDataError(f"{place}: kind is {row.get('kind')!r}; it is one of {', '.join(INFER)}, with a text.")
    return Example(row["kind"], row["language"], _codes(row["codes"]), _codes(row["also"]), row["text"])


def _codes(cell: str) -> frozenset[str]:
    return frozenset(filter(None, cell.split(";")))


def shipped_corpus(encoder: Encoder) -> Corpus:
    """The corpus of the taxonomy's files, as a site has it before its first full run."""
    taxonomy = read_taxonomy()
    vocabulary = embedded_vocabulary(taxonomy, encoder)
    snapshot = shipped_snapshot(vocabulary)
    return Corpus(vocabulary, snapshot, Bridge(snapshot.commonness), encoder, keywords(taxonomy), engine.CURRENT)


def score(examples: Sequence[Example], corpus: Corpus) -> list[Scores]:
    """Of each kind, then of each of its languages."""
    groups: dict[str, list[tuple[Example, list[Inferred]]]] = defaultdict(list)
    for example in examples:
        inferred = INFER[example.kind](example.text, corpus)
        groups[example.kind].append((example, inferred))
        groups[f"{example.kind} {example.language}"].append((example, inferred))
    return [_scores(group, groups[group]) for group in sorted(groups)]


def _scores(group: str, answers: Sequence[tuple[Example, list[Inferred]]]) -> Scores:
    wanted = sum(len(example.codes) for example, _ in answers)
    right = sum(one.code in example.codes for example, found in answers for one in found if one.is_sure)
    wrong = sum(
        one.code not in example.codes | example.also for example, found in answers for one in found if one.is_sure
    )
    return Scores(
        group,
        len(answers),
        precision=_share(right, right + wrong),
        recall=_share(right, wanted),
        first=_share(sum(bool(found) and found[0].code in example.codes for example, found in answers), len(answers)),
        offered=_share(sum(one.code in example.codes for example, found in answers for one in found), wanted),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def misses(examples: Iterable[Example], corpus: Corpus) -> list[tuple[Example, list[Inferred]]]:
    """The examples whose likeliest code is neither right nor defensible, with what was inferred."""
    answers = [(example, INFER[example.kind](example.text, corpus)) for example in examples]
    return [
        (example, found) for example, found in answers if not found or found[0].code not in example.codes | example.also
    ]

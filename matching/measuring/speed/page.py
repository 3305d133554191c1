"""The tables of docs/benchmarks.md, from figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import targets
from .targets import Target

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
Figures = Mapping[str, Any]
# Needs and startups that the last line of the growth table is reckoned for, and the startups of one task.
RECKONED, OF_A_TASK = (100_000, 1_000_000), 50_000


@dataclass(frozen=True)
class Measured:
    """Everything that one call of `make bench` found. ``about``: machine, date, commit, command."""

    about: Mapping[str, str]
    engine: Sequence[Figures]
    edits: Figures = field(default_factory=dict)
    writing: Figures = field(default_factory=dict)
    writing_edits: Figures = field(default_factory=dict)
    vectors: Figures = field(default_factory=dict)


def write_page(path: Path, measured: Measured) -> None:
    """Replace what stands between the markers. ValueError where they are missing."""
    before, begin, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"{path} has lost its markers {BEGIN} and {END}.")
    path.write_text(f"{before}{BEGIN}\n{markdown(measured)}\n{END}{after}", encoding="utf-8")


def markdown(measured: Measured) -> str:
    about = "\n".join(f"- {name}: {value}" for name, value in measured.about.items())
    return "\n\n".join([about, *map(_searches, measured.engine), _growth(measured.engine), *_storing(measured)])


def _searches(own: Figures) -> str:
    size = own["needs"], own["startups"]
    lines = [_line("bare product of the dense columns", own["bare_s"], "1 x bare")]
    lines += [_of_bare(own, *search) for search in _against_bare(size)]
    lines.append(_line("of both ways, cold: the exact parts", own["exact_s"], f"{own['exact_share_of_both_ways']:.0%}"))
    if own["faiss_s"]:
        ratio = own["ratio_dense_to_faiss"]
        lines.append(_line("FAISS flat", own["faiss_s"], f"ours dense {ratio:.2f} x its time", targets.FAISS, ratio))
        lines.append(_line("recall of ours against FAISS", None, f"{own['recall']:.4f}", targets.RECALL, own["recall"]))
        lines.append(_line("recall of FAISS against ours", None, f"{own['recall_faiss']:.4f}"))
    lines += [_rival(rival, own) for rival in own["rivals"]]
    peak = own["peak_mb"]
    lines.append(_line("memory at most, both ways", None, f"{peak:,} MB", targets.PEAK_MB.get(size), peak))
    return f"### {size[0]:,} needs x {size[1]:,} startups\n\n{_made_of(own)}\n\n{_table(lines)}"


def _made_of(own: Figures) -> str:
    return (
        f"{own['kernel']}, {own['threads']} thread(s), {own['columns']} dense columns, k = {own['k']}, floor"
        f" {own['floor']:g}; best of {own['repetitions']} rounds, tables built in {own['build_s']:g} s. Kept after the"
        f" floor: {own['pairs_by_need']:,} entries in lists of needs, {own['pairs_by_startup']:,} in lists of startups."
    )


def _against_bare(size: tuple[int, int]) -> list[tuple[str, str, Target | None]]:
    return [
        ("one way, dense columns only", "dense_one_way", targets.DENSE_ONE_WAY),
        ("one way, with words", "one_way", targets.ONE_WAY),
        ("both ways with words, cold", "both_ways", targets.BOTH_WAYS.get(size)),
        ("both ways with words, warm", "both_ways_warm", targets.BOTH_WAYS_WARM.get(size)),
    ]


def _of_bare(own: Figures, what: str, name: str, target: Target | None) -> str:
    ratio = own[f"ratio_{name}_to_bare"]
    return _line(what, own[f"{name}_s"], f"{ratio:.2f} x bare", target, ratio)


def _rival(rival: Figures, own: Figures) -> str:
    slower = rival["seconds"] / own["dense_one_way_s"]
    what = rival["rival"]
    if rival["is_reckoned"]:
        what += f" (reckoned from {rival['needs']:,} needs x {rival['startups']:,} startups)"
    recall = "" if rival["recall"] is None else f", recall {rival['recall']:.4f}"
    shown = f"ours dense {slower:,.1f} times faster{recall}"
    return _line(what, rival["seconds"], shown, targets.RIVALS.get(rival["rival"]), slower)


def _growth(engine: Sequence[Figures]) -> str:
    rows = [(own["needs"], own["startups"], own["both_ways_s"], "") for own in engine]
    largest = max(engine, key=lambda own: own["needs"] * own["startups"])
    each = largest["both_ways_s"] / largest["needs"] / largest["startups"]
    needs, startups = RECKONED
    rows.append((needs, startups, each * needs * startups, " (reckoned)"))
    rows.append((needs, OF_A_TASK, each * needs * OF_A_TASK, f" (reckoned: one of {startups // OF_A_TASK} tasks)"))
    lines = [
        f"| {needs:,} x {startups:,}{note} | {took:,.2f} | {1e9 * took / needs / startups:.2f} |"
        for needs, startups, took, note in rows
    ]
    head = ["| needs x startups | both ways, cold, s on one thread | s per 1,000,000,000 pairs |", "|---|--:|--:|"]
    return "\n".join(["### Growth", "", *head, *lines])


def _storing(measured: Measured) -> Iterable[str]:
    if measured.writing:
        yield f"### Storing {measured.writing['rows']:,} pairs\n\n{_table(_written(measured.writing))}"
    if measured.vectors:
        yield f"### {measured.vectors['vectors']:,} vectors\n\n{_table(_vectors(measured.vectors))}"
    if measured.edits and measured.writing_edits:
        yield f"### One edit\n\n{_table(_edited(measured.edits, measured.writing_edits))}"


def _written(own: Figures) -> Iterable[str]:
    ways = {
        "exchange_first": "COPY beside and exchange, first fill",
        "exchange_all_changed": "COPY beside and exchange, all changed",
        "merge_unchanged": "merge, nothing changed",
        "merge_all_changed": "merge, all changed",
        "bulk_create_reckoned": "bulk_create(update_conflicts), reckoned from a slice",
        "update_or_create_reckoned": "update_or_create, reckoned from a slice",
    }
    wanted = {"merge_unchanged": targets.UNCHANGED, "bulk_create_reckoned": targets.BULK_CREATE}
    for name, what in ways.items():
        ratio = own[f"{name}_ratio"]
        yield _line(what, own[name], f"{ratio:.1f} x the exchange", wanted.get(name), ratio)


def _vectors(own: Figures) -> Iterable[str]:
    yield _line("written by binary COPY", own["copy_in"], "1")
    ratio = f"{own['bulk_create_reckoned_ratio']:.1f} x"
    yield _line("written by bulk_create, reckoned from a slice", own["bulk_create_reckoned"], ratio)
    yield _line("read by binary COPY", own["copy_out"], "1")
    yield _line("read through the ORM, reckoned", own["orm_read_reckoned"], f"{own['orm_read_reckoned_ratio']:.1f} x")


def _edited(search: Figures, writing: Figures) -> Iterable[str]:
    both = search["p95_ms"] + writing["p95"]
    times = search["pgvector_ms"] / search["p50_ms"]
    yield _milliseconds(f"row built, scored against {search['needs']:,} needs", search["p50_ms"], search["p95_ms"])
    yield _milliseconds(f"written into lists of {writing['rows']:,} pairs", writing["p50"], writing["p95"])
    yield _line("both, the sum of the p95", both / 1_000, f"{both:.1f} ms", targets.EDIT_MS, both)
    pgvector = search["pgvector_ms"] / 1_000
    yield _line("the search alone in SQL (pgvector, dense columns)", pgvector, f"ours {times:.1f} times faster (p50)")


def _milliseconds(what: str, p50: float, p95: float) -> str:
    return _line(what, p50 / 1_000, f"p50 {p50:.1f} ms, p95 {p95:.1f} ms")


def _line(
    what: str, seconds: float | None, ratio: str, target: Target | None = None, value: float | None = None
) -> str:
    took = "" if seconds is None else f"{seconds:,.3f}" if seconds < 1 else f"{seconds:,.1f}"
    wanted, verdict = (target, target.verdict(value)) if target and value is not None else ("", "")
    return f"| {what} | {took} | {ratio} | {wanted} | {verdict} |"


def _table(lines: Iterable[str]) -> str:
    return "\n".join(["| what | s | ratio | target | |", "|---|--:|--:|--:|---|", *lines])

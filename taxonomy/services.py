from pathlib import Path

from django.db import transaction

from taxonomy import codes
from taxonomy.entries import Entry
from taxonomy.models import Affinity, Caution, Code, DepartmentKind, Domain, Sector, Technology, Topic
from taxonomy.plain import CodeTerm, PlainTaxonomy, Term, affinity_rows
from taxonomy.reference import FOLDER, TaxonomyFiles, read_files
from taxonomy.sync import Change, LoadReport, Row, lock_reference, sync_links, sync_rows


def load_taxonomy(folder: Path = FOLDER) -> LoadReport:
    """Brings the vocabulary of the database in line with the files of `folder`, in one transaction. Safe to repeat.

    An entry that is no longer in its file is retired, one that comes back is current again.
    Raises ReferenceFileError, before anything is written, with every problem of the files.
    """
    files = read_files(folder)
    with transaction.atomic():
        lock_reference()
        changes = {
            "departments": _load_departments(files),
            "cautions": _load_cautions(files),
            "sectors": _load_sectors(files),
            "technologies": _load_technologies(files),
            "domains": _load_domains(files),
            "topics": _load_topics(files),
            "affinities": _load_affinities(files),
            "codes": _load_codes(files),
        }
    codes.forget()
    return LoadReport(changes)


def vocabulary() -> PlainTaxonomy:
    """The current vocabulary of the database as plain data, equal to `read_taxonomy` of the files it came from."""
    technologies = _terms(Technology, "sector_id")
    topics = _terms(Topic, "domain_id")
    weights = {(row.technology_id, row.topic_id): row.weight for row in Affinity.objects.all()}
    cautions: dict[str, set[str]] = {}
    offered = {technology.code for technology in technologies}
    for technology, caution in Technology.cautions.through.objects.values_list("technology_id", "caution_id"):
        if technology in offered:
            cautions.setdefault(technology, set()).add(caution)
    lists: dict[str, list[CodeTerm]] = {}
    for code in Code.objects.current():
        lists.setdefault(code.list, []).append(CodeTerm(code.code, code.name_en, code.name_zh, code.name_he, code.data))
    return PlainTaxonomy(
        sectors=_terms(Sector),
        technologies=technologies,
        domains=_terms(Domain),
        topics=topics,
        affinity=affinity_rows(topics, technologies, weights),
        cautions={technology: frozenset(found) for technology, found in cautions.items()},
        capping_cautions=frozenset(Caution.objects.current().filter(caps=True).values_list("code", flat=True)),
        code_lists={name: tuple(terms) for name, terms in lists.items()},
    )


def _load_departments(files: TaxonomyFiles) -> Change:
    rows = [
        {
            **_named(position, entry),
            **_in_languages("role", entry["role"]),
            "aliases_zh": entry.get("aliases_zh", []),
            "is_operator": entry["operator"],
        }
        for position, entry in enumerate(files.departments)
    ]
    return sync_rows(DepartmentKind, rows)


def _load_cautions(files: TaxonomyFiles) -> Change:
    rows = [
        {**_placed(position, entry), **_in_languages("text", entry), "side": entry["side"], "caps": entry["caps"]}
        for position, entry in enumerate(files.cautions)
    ]
    return sync_rows(Caution, rows)


def _load_sectors(files: TaxonomyFiles) -> Change:
    rows = [{**_term(n, entry), "in_article": entry["article"]} for n, entry in enumerate(files.sectors)]
    return sync_rows(Sector, rows)


def _load_technologies(files: TaxonomyFiles) -> Change:
    rows = [{**_term(n, entry), "sector_id": sector["code"]} for n, (sector, entry) in enumerate(files.technologies)]
    change = sync_rows(Technology, rows)
    links = {entry["code"]: entry.get("cautions", []) for _, entry in files.technologies}
    change.also_updated(sync_links(Technology.cautions, links))
    return change


def _load_domains(files: TaxonomyFiles) -> Change:
    rows = [
        {
            **_term(position, entry),
            "in_article": entry["article"],
            "iso37120_clauses": entry.get("iso37120_clauses", []),
            "sdg_targets": entry.get("sdg_targets", []),
            "u4ssc_subdimensions": entry.get("u4ssc_subdimensions", []),
        }
        for position, entry in enumerate(files.domains)
    ]
    change = sync_rows(Domain, rows)
    links = {entry["code"]: entry["departments"] for entry in files.domains}
    change.also_updated(sync_links(Domain.departments, links))
    return change


def _load_topics(files: TaxonomyFiles) -> Change:
    rows = [
        {
            **_term(position, entry),
            **_in_languages("kpi", entry["kpi"]),
            "in_article": entry["article"],
            "domain_id": domain["code"],
        }
        for position, (domain, entry) in enumerate(files.topics)
    ]
    change = sync_rows(Topic, rows)
    links = {entry["code"]: entry["departments"] for _, entry in files.topics}
    change.also_updated(sync_links(Topic.departments, links))
    return change


def _load_affinities(files: TaxonomyFiles) -> Change:
    rows = [
        {"technology_id": technology["code"], "topic_id": topic, "weight": float(weight)}
        for _, technology in files.technologies
        for topic, weight in technology["solves"].items()
    ]
    return sync_rows(Affinity, rows, key=("technology_id", "topic_id"))


def _load_codes(files: TaxonomyFiles) -> Change:
    rows = [
        {
            **_named(position, entry),
            **_in_languages("note", entry.get("note", {})),
            "list": name,
            "data": dict(entry.get("data", {})),
        }
        for name, entries in files.code_lists.items()
        for position, entry in enumerate(entries)
    ]
    return sync_rows(Code, rows, key=("list", "code"))


def _placed(position: int, entry: Entry) -> Row:
    return {"code": entry["code"], "position": position, "is_retired": entry.get("retired", False)}


def _named(position: int, entry: Entry) -> Row:
    return {**_placed(position, entry), **_in_languages("name", entry)}


def _term(position: int, entry: Entry) -> Row:
    return {**_named(position, entry), "keywords_en": entry["keywords_en"], "keywords_zh": entry["keywords_zh"]}


def _in_languages(column: str, words: Row) -> Row:
    return {f"{column}_{language}": words.get(language, "") for language in ("en", "zh", "he")}


def _terms(model: type[Sector | Technology | Domain | Topic], parent: str = "") -> tuple[Term, ...]:
    return tuple(
        Term(
            row.code,
            getattr(row, parent) if parent else "",
            row.name_en,
            row.name_zh,
            row.name_he,
            tuple(row.keywords_en),
            tuple(row.keywords_zh),
        )
        for row in model.objects.current()
    )

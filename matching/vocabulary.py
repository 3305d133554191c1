"""From the taxonomy as plain data to the vocabulary that the engine computes with."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from language import glossary
from language.encoder import Encoder
from language.words import words
from matching import engine
from matching.vectors import mean_vectors
from taxonomy.plain import PlainTaxonomy, Term

_ANYTHING = 2**31

# A technology or topic is embedded as its name with its keywords.
EntryTexts = dict[str, tuple[str]]


def technology_texts(taxonomy: PlainTaxonomy) -> EntryTexts:
    """Technology code -> the one English text whose embedding stands for it."""
    return {entry.code: (_text(entry),) for entry in taxonomy.technologies}


def topic_texts(taxonomy: PlainTaxonomy) -> EntryTexts:
    """Topic code -> the one English text whose embedding stands for it."""
    return {entry.code: (_text(entry),) for entry in taxonomy.topics}


def _text(entry: Term) -> str:
    return f"{entry.name_en}. {', '.join(entry.keywords_en)}"


def keywords(taxonomy: PlainTaxonomy) -> dict[str, tuple[str, ...]]:
    """Technology or topic code -> its keywords in both languages, for counting hits in texts as they were written."""
    return {
        entry.code: (*entry.keywords_en, *entry.keywords_zh) for entry in (*taxonomy.technologies, *taxonomy.topics)
    }


def build_vocabulary(
    taxonomy: PlainTaxonomy, technology_vectors: NDArray[np.float32], topic_vectors: NDArray[np.float32]
) -> engine.Vocabulary:
    """The engine's vocabulary. Vectors are (technologies, d) and (topics, d), in the taxonomy's order."""
    lists = taxonomy.code_lists
    entries = (*taxonomy.technologies, *taxonomy.topics)
    return engine.Vocabulary(
        technologies=tuple(entry.code for entry in taxonomy.technologies),
        topics=tuple(entry.code for entry in taxonomy.topics),
        affinity=np.array(taxonomy.affinity, np.float32),
        technology_vectors=technology_vectors,
        topic_vectors=topic_vectors,
        terms={entry.code: tuple(dict.fromkeys(words(" ".join(entry.keywords_en)))) for entry in entries},
        cautions=taxonomy.cautions,
        capping_cautions=taxonomy.capping_cautions,
        population_bands=tuple(code.code for code in lists["population_band"]),
        budget_ceilings=_budget_ceilings(taxonomy),
        certificates=tuple(code.code for code in lists["certificate_kind"]),
        glossary=glossary.shipped_version(),
    )


def embedded_vocabulary(taxonomy: PlainTaxonomy, encoder: Encoder) -> engine.Vocabulary:
    """``build_vocabulary`` with vectors made now: seconds. The site keeps its own (``corpus``)."""
    technologies = mean_vectors(list(technology_texts(taxonomy).values()), encoder)
    return build_vocabulary(taxonomy, technologies, mean_vectors(list(topic_texts(taxonomy).values()), encoder))


def _budget_ceilings(taxonomy: PlainTaxonomy) -> dict[str, int]:
    """Budget band -> the most it can pay in CNY; the open top band pays anything, bands without money are absent."""
    bands = {code.code: code.data for code in taxonomy.code_lists["budget_band"]}
    return {code: _ANYTHING if data["to"] is None else data["to"] for code, data in bands.items() if names_money(data)}


def names_money(band: Mapping[str, int | None]) -> bool:
    return band["from"] is not None and band["to"] != 0

"""A block of startups as rows of every table that a profile has."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from listings.search import search_literal
from matching.corpus import Corpus
from matching.gather import profile_texts
from matching.models import TextVector
from matching.vectors import write_vectors
from startups.models import Certificate, Deployment, Startup, StartupTechnology, StartupText
from taxonomy.models import Code, Technology

from . import facts
from .copying import copy_rows, new_ids
from .listings import Startups
from .names import company_name
from .prose import Profile, profile
from .rows import group_rows, listing_columns, owned, text_columns
from .world import SyntheticWorld

NOT_COLUMNS = {"days_listed", "pilot_cost_factor"}


@dataclass(frozen=True, eq=False)
class StartupRows:
    """``technologies``: code -> its position and its names; ``places``: population band -> its name."""

    world: SyntheticWorld
    corpus: Corpus
    technologies: dict[str, tuple[int, str]]
    places: dict[str, str]

    @classmethod
    def of(cls, world: SyntheticWorld, corpus: Corpus) -> Self:
        named = enumerate(Technology.objects.values_list("code", "name_en", "name_zh", "name_he"))
        bands = Code.objects.filter(list="population_band").values_list("code", "name_en")
        return cls(world, corpus, {code: (place, " ".join(names)) for place, (code, *names) in named}, dict(bands))

    def write(self, number: int, count: int) -> None:
        """The first ``count`` startups of this block of the world."""
        block, ids = self.world.startup_block(number), new_ids(Startup, count)
        names = [company_name(block.first + row) for row in range(count)]
        texts = [profile(self.world.pieces, block.piece_ids(row)) for row in range(count)]
        codes = [[self.world.vocabulary.technologies[place] for place in block.tags.of(row)] for row in range(count)]
        self._write_startups(block, ids, names, texts, codes)
        copy_rows(StartupText, {"startup_id": ids, **text_columns(texts)})
        offered = owned(ids, codes)
        copy_rows(
            StartupTechnology,
            {"startup_id": offered.owners, "technology_id": offered.values, "position": offered.places},
        )
        self._write_proof(block, ids)
        self._write_vectors(block, ids, names, texts)

    def _write_startups(
        self, block: Startups, ids: list[int], names: list[str], texts: list[Profile], codes: list[list[str]]
    ) -> None:
        count = len(ids)
        own = {name: column[:count] for name, column in block.columns.items()}
        rows = [{name: column[row] for name, column in own.items()} for row in range(count)]
        columns: dict[str, Any] = {
            "id": ids,
            "name": names,
            "slug": [f"synthetic-{self.world.seed}-{block.first + row}" for row in range(count)],
            **{name: column for name, column in own.items() if name not in NOT_COLUMNS},
            "pilot_cost_high": [facts.pilot_cost(row)[1] for row in rows],
            "excluded_cities": [
                [self.world.cities[place].code for place in block.refused_cities.of(row)] for row in range(count)
            ],
            "search": list(map(self._search, names, texts, codes, own["home_city"])),
        }
        copy_rows(Startup, columns | listing_columns(self.world, block, count))

    def _search(self, name: str, text: Profile, codes: Sequence[str], home_city: str | None) -> str:
        """As `startups.services.record_change` has it."""
        headline, *rest = text
        names = [names for _, names in sorted(self.technologies[code] for code in codes)]
        return search_literal([name, "", "", headline], [" ".join(rest), *names, home_city or ""])

    def _write_proof(self, block: Startups, ids: list[int]) -> None:
        owners, deployments = group_rows(ids, block.deployments)
        places = [
            f"a city, {self.places[band]}" if band else "a public utility" for band in deployments["population_band"]
        ]
        copy_rows(Deployment, {**deployments, "startup_id": owners, "place_en": places})
        held = owned(ids, [list(facts.certificates(block, row).items()) for row in range(len(ids))])
        copy_rows(
            Certificate,
            {
                "startup_id": held.owners,
                "kind": [kind for kind, _ in held.values],
                "answer": [answer for _, answer in held.values],
            },
        )
        topics = [
            [self.world.vocabulary.topics[place] for place in block.refused_topics.of(row)] for row in range(len(ids))
        ]
        refused = owned(ids, topics)
        copy_rows(Startup.excluded_topics.through, {"startup_id": refused.owners, "topic_id": refused.values})

    def _write_vectors(self, block: Startups, ids: list[int], names: list[str], texts: list[Profile]) -> None:
        encoded = {
            str(pk): profile_texts(name, text, self.corpus.bridge)
            for pk, name, text in zip(ids, names, texts, strict=True)
        }
        write_vectors(TextVector.Subject.STARTUP, encoded, block.vectors[: len(ids)], self.corpus.encoder.name)

"""A block of needs as rows of every table that a need has, and the departments they hang on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Self

from cities.models import City, Department, Need, NeedText, NeedTopic, Requirement
from listings.search import search_literal
from matching.corpus import Corpus
from matching.gather import problem_texts
from matching.models import TextVector
from matching.vectors import write_vectors
from taxonomy.models import DepartmentKind, Topic

from . import facts
from .copying import copy_rows, new_ids
from .listings import Needs
from .prose import Problem, problem
from .rows import listing_columns, owned, text_columns
from .world import SyntheticWorld

COLUMNS = ("stage", "budget_band", "route", "ip_terms")
# A department that the needs made: no real body is called so.
DEPARTMENT_ZH, DEPARTMENT_EN = "（合成数据）", " (synthetic)"
LISTED_FOR = timedelta(365)
LEAST_LEVELS = ("TRL", "MLPS")


@dataclass(frozen=True, eq=False)
class NeedRows:
    """By code of topic ``topics``: its position and names, and ``leading``: the kinds of department that lead;
    ``departments`` by city and kind, made as needs ask for them."""

    world: SyntheticWorld
    corpus: Corpus
    topics: dict[str, tuple[int, str]]
    leading: dict[str, list[str]]
    cities: dict[str, City]
    kinds: dict[str, DepartmentKind]
    departments: dict[tuple[str, str], Department] = field(default_factory=dict)

    @classmethod
    def of(cls, world: SyntheticWorld, corpus: Corpus) -> Self:
        topics = Topic.objects.select_related("domain").prefetch_related("domain__departments")
        return cls(
            world,
            corpus,
            topics={
                topic.code: (place, f"{topic.name_en} {topic.name_zh} {topic.name_he}")
                for place, topic in enumerate(topics)
            },
            leading={topic.code: [kind.code for kind in topic.domain.departments.all()] for topic in topics},
            cities=City.objects.in_bulk(),
            kinds=DepartmentKind.objects.in_bulk(),
        )

    def write(self, number: int, count: int) -> None:
        """The first ``count`` needs of this block of the world."""
        block, ids = self.world.need_block(number), new_ids(Need, count)
        texts = [problem(self.world.pieces, block.piece_ids(row)) for row in range(count)]
        codes = [[self.world.vocabulary.topics[place] for place in block.tags.of(row)] for row in range(count)]
        self._write_needs(block, ids, texts, codes)
        copy_rows(NeedText, {"need_id": ids, **text_columns(texts)})
        topics = owned(ids, codes)
        copy_rows(NeedTopic, {"need_id": topics.owners, "topic_id": topics.values, "position": topics.places})
        self._write_conditions(block, ids)
        encoded = {str(pk): problem_texts(text, self.corpus.bridge) for pk, text in zip(ids, texts, strict=True)}
        write_vectors(TextVector.Subject.NEED, encoded, block.vectors[:count], self.corpus.encoder.name)

    def _write_needs(self, block: Needs, ids: list[int], texts: list[Problem], codes: list[list[str]]) -> None:
        count, day = len(ids), self.world.day
        departments = self._departments(block, codes)
        replies = block.columns["days_to_reply"][:count]
        columns: dict[str, Any] = {
            "id": ids,
            "department_id": [department.pk for department in departments],
            **{name: block.columns[name][:count] for name in COLUMNS},
            "reply_by": [None if days is None else day + timedelta(days) for days in replies],
            "expires_on": [day + LISTED_FOR] * count,
            "visibility": [Need.Visibility.PUBLIC.value] * count,
            "is_city_hidden": [False] * count,
            "search": list(map(self._search, texts, codes, departments)),
        }
        copy_rows(Need, columns | listing_columns(self.world, block, count))

    def _search(self, text: Problem, codes: Sequence[str], department: Department) -> str:
        """As `cities.services.record_change` has it."""
        city, names = self.cities[department.city_id], [n for _, n in sorted(self.topics[code] for code in codes)]
        places = [city.name_zh, city.name_en, city.name_he, department.name_zh, department.name_en]
        title, *rest = text
        return search_literal([title], [" ".join(rest), *names, *places])

    def _departments(self, block: Needs, codes: Sequence[Sequence[str]]) -> list[Department]:
        wanted = []
        for row, (main, *_) in enumerate(codes):
            kinds = self.leading[main] or list(self.kinds)
            wanted.append(
                (self.world.cities[block.cities[row]].code, kinds[block.columns["department"][row] % len(kinds)])
            )
        new = [self._department(*key) for key in dict.fromkeys(wanted) if key not in self.departments]
        Department.objects.bulk_create(new)
        self.departments.update({(department.city_id, department.kind_id): department for department in new})
        return [self.departments[key] for key in wanted]

    def _department(self, city_code: str, kind_code: str) -> Department:
        city, kind = self.cities[city_code], self.kinds[kind_code]
        return Department(
            city=city,
            kind=kind,
            name_zh=f"{city.name_zh}{kind.name_zh}{DEPARTMENT_ZH}",
            name_en=f"{city.name_en} {kind.name_en}{DEPARTMENT_EN}",
            is_operator=kind.is_operator,
        )

    def _write_conditions(self, block: Needs, ids: list[int]) -> None:
        asked = owned(ids, [facts.requirements(block, row) for row in range(len(ids))])
        at_least, plain = Requirement.Operator.AT_LEAST.value, Requirement.Operator.IS.value
        copy_rows(
            Requirement,
            {
                "need_id": asked.owners,
                "kind": [kind for (kind, _), _ in asked.values],
                "operator": [at_least if kind in LEAST_LEVELS else plain for (kind, _), _ in asked.values],
                "value": [value for (_, value), _ in asked.values],
                "is_hard": [hard for _, hard in asked.values],
            },
        )
        technologies = self.world.vocabulary.technologies
        refused = owned(ids, [[technologies[place] for place in block.refused.of(row)] for row in range(len(ids))])
        copy_rows(Need.excluded_technologies.through, {"need_id": refused.owners, "technology_id": refused.values})

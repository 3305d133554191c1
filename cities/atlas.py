"""The map of the country as tiles, and its cities by province, each with the open needs that a reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cities.models import City, Province

# A tile of the drawing and the gap after it.
WIDTH, HEIGHT, GAP = 74, 50, 4
# From this many open needs on, a province is drawn in the full colour.
MANY = 4
MOST_SEARCHED = 60


@dataclass(frozen=True)
class Region:
    """A province with its cities, where it stands on the map, and how many open needs it has."""

    province: Province
    cities: Sequence[City]

    @property
    def open_needs(self) -> int:
        return sum(city.open_needs for city in self.cities)

    @property
    def has_few_needs(self) -> bool:
        return self.open_needs < MANY

    @property
    def x(self) -> int:
        return (self.province.tile_column - 1) * (WIDTH + GAP)

    @property
    def y(self) -> int:
        return (self.province.tile_row - 1) * (HEIGHT + GAP)

    @property
    def short_name(self) -> str:
        """The name without its kind, so that it fits on a tile."""
        name = self.province.name
        if name == self.province.name_zh:
            return name[: 3 if name.startswith(("内蒙古", "黑龙江")) else 2]
        return name.split(" (")[0]


@dataclass(frozen=True)
class Atlas:
    """`regions` are all provinces for the map, `shown` those whose cities are listed."""

    regions: Sequence[Region]
    shown: Sequence[Region]
    words: str
    province: str

    @property
    def width(self) -> int:
        return max((region.x for region in self.tiles), default=0) + WIDTH

    @property
    def height(self) -> int:
        return max((region.y for region in self.tiles), default=0) + HEIGHT

    @property
    def tiles(self) -> list[Region]:
        return [region for region in self.regions if region.province.tile_row and region.province.tile_column]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.words or self.province)

    @property
    def chosen(self) -> Province | None:
        return next((region.province for region in self.regions if region.province.pk == self.province), None)


def atlas_for(user: Any, words: str = "", province: str = "") -> Atlas:
    """Everything, or the cities whose name holds the words, or those of one province."""
    words = words.replace("\x00", "").strip()[:MOST_SEARCHED]
    by_province: dict[str, list[City]] = {}
    for city in City.objects.current().with_open_needs(user):
        by_province.setdefault(city.province_id, []).append(city)
    regions = [Region(found, by_province.get(found.pk, [])) for found in Province.objects.current()]
    shown = [
        Region(region.province, _named(region.cities, words))
        for region in regions
        if province in ("", region.province.pk)
    ]
    return Atlas(regions, [region for region in shown if region.cities], words, province)


def _named(cities: Sequence[City], words: str) -> Sequence[City]:
    wanted = words.casefold()
    return [city for city in cities if wanted in f"{city.name_en}\n{city.name_zh}\n{city.name_he}".casefold()]


def cities_by_province() -> list[tuple[str, list[tuple[str, str]]]]:
    """All cities of the list, each with its division code, as the choices of a form."""
    found: dict[str, list[tuple[str, str]]] = {}
    for city in City.objects.current().select_related("province").order_by("province__position", "position"):
        found.setdefault(city.province.name, []).append((city.pk, city.name))
    return list(found.items())

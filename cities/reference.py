"""The files of provinces, cities and pilot programmes: what each may hold, and how they refer to each other."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from taxonomy.entries import Entry, ReferenceFolder, Shape, flag, mapping, number, one_of, text, texts

FOLDER = Path(__file__).parent / "reference"
LEVELS = ("municipality", "sub-provincial", "prefecture", "autonomous-prefecture", "league", "area")


def division_code(value: Any) -> str | None:
    if isinstance(value, str) and re.fullmatch(r"\d{6}", value):
        return None
    return f"is {value!r}; a division code is six digits in quotes"


def slug(value: Any) -> str | None:
    return (
        None if isinstance(value, str) and re.fullmatch(r"[a-z0-9-]+", value) else f"is {value!r}; use a-z, 0-9 and -"
    )


def text_or_nothing(value: Any) -> str | None:
    return None if value == "" else text(value)


PROVINCE = Shape({"code": division_code, "en": text, "zh": text, "he": text}, {"tile": mapping, "retired": flag})
PILOT = Shape(
    {"code": text, "en": text, "zh": text, "he": text, "year": number, "notice": text_or_nothing}, {"retired": flag}
)
CITY = Shape(
    {"gb_code": division_code, "slug": slug, "en": text, "zh": text, "province": text, "level": one_of(*LEVELS)},
    {
        "he": text,
        "lat": number,
        "lon": number,
        "population_band": text,
        "provincial_capital": flag,
        "pilots": texts,
        "retired": flag,
    },
)


@dataclass(frozen=True)
class CityFiles:
    """The checked entries of the folder, in the order of the files."""

    provinces: list[Entry]
    pilots: list[Entry]
    cities: list[Entry]


def read_files(population_bands: set[str], folder: Path = FOLDER) -> CityFiles:
    """Reads and checks the files. Raises ReferenceFileError with every problem found in them."""
    reading = ReferenceFolder(folder)
    files = CityFiles(
        # Those of map_tiles.yaml have no listed city; a map of the country without them would be wrong.
        provinces=[*reading.entries("provinces.yaml", PROVINCE), *reading.entries("map_tiles.yaml", PROVINCE)],
        pilots=reading.entries("pilots.yaml", PILOT),
        cities=reading.entries("cities.yaml", CITY),
    )
    provinces, pilots = reading.codes(files.provinces), reading.codes(files.pilots)
    reading.codes(files.cities, "gb_code")
    reading.codes(files.cities, "slug")
    for city in files.cities:
        reading.known(city, "province", provinces, "provinces.yaml")
        reading.known(city, "pilots", pilots, "pilots.yaml")
        reading.known(city, "population_band", population_bands, "codes.yaml of the taxonomy")
    reading.finish()
    return files

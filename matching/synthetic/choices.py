"""Structured fields: what each may hold, how often, and how often it is not stated."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Column = NDArray[Any]  # of Python objects, one a row


@dataclass(frozen=True)
class Choice:
    """Values with their relative frequencies among the rows that state any; ``missing`` of all rows hold None."""

    missing: float
    frequencies: Mapping[Hashable, float]

    def draw(self, rng: np.random.Generator, n: int) -> Column:
        values = _objects([*self.frequencies, None])
        shares = np.array([*self.frequencies.values()], float)
        shares *= (1 - self.missing) / shares.sum()
        return values[np.searchsorted(np.cumsum(shares), rng.random(n))]


def draw_columns(rng: np.random.Generator, n: int, choices: Mapping[str, Choice]) -> dict[str, Column]:
    return {name: choice.draw(rng, n) for name, choice in choices.items()}


def _objects(values: list[Hashable]) -> Column:
    column = np.empty(len(values), object)
    column[:] = values
    return column


def popularity(rng: np.random.Generator, parents: NDArray[np.int64]) -> NDArray[np.float64]:
    """Running sums of shares of entries, given the sector or domain of each: a few are popular, most are rare.

    Sectors by 1 / rank in random order, entries within a sector likewise.
    """
    shares = _skewed(rng, int(parents.max()) + 1)[parents]
    for parent in np.unique(parents):
        own = np.flatnonzero(parents == parent)
        shares[own] *= _skewed(rng, len(own))
    return np.cumsum(shares) / shares.sum()


def _skewed(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    shares = 1 / np.arange(1, count + 1)
    return np.asarray(rng.permutation(shares / shares.sum()), np.float64)


# What may be asked of suppliers and answered by profiles. The frequencies are rough ones of the demo's profiles and
# needs, with more left unstated: imported profiles have little but their text.

STARTUP = {
    "trl": Choice(0.2, {3: 3, 4: 6, 5: 9, 6: 14, 7: 22, 8: 25, 9: 21}),
    "founded_year": Choice(0.1, {year: 1 + (year - 1998) / 8 for year in range(1998, 2026)}),
    "home_city": Choice(0.1, {"Tel Aviv": 40, "Haifa": 12, "Jerusalem": 9, "Herzliya": 12, "Be'er Sheva": 6,
                              "Netanya": 7, "Petah Tikva": 8, "Ra'anana": 6}),
    "team_size": Choice(0.25, {"S1_10": 35, "S11_50": 40, "S51_200": 19, "S200": 6}),
    "funding_stage": Choice(0.4, {"BOOTSTRAPPED": 18, "PRESEED": 12, "SEED": 26, "SERIES_A": 22, "SERIES_B": 12,
                                  "SERIES_C": 5, "GROWTH": 3, "LISTED": 2}),
    "pilot_cost_low": Choice(0.55, {80_000: 8, 150_000: 15, 250_000: 24, 400_000: 22, 700_000: 16, 1_200_000: 10,
                                    3_000_000: 5}),
    "pilot_cost_factor": Choice(0.3, {1.2: 3, 1.5: 4, 2.0: 2}),
    "pilot_weeks": Choice(0.5, {6: 1, 8: 3, 12: 6, 16: 3, 26: 2, 52: 1}),
    "presence": Choice(0.45, {"NONE": 50, "AGENT": 18, "SI": 12, "JV": 5, "WFOE": 9, "LIC": 4, "ODM": 2}),
    "production": Choice(0.5, {"ISRAEL": 60, "CHINA": 20, "ELSEWHERE": 20}),
    "materials_in_chinese": Choice(0.5, {"AVAILABLE": 40, "ABSENT": 60}),
    "data_in_china": Choice(0.5, {"ON_PREMISES": 45, "IN_CHINA": 25, "LEAVES": 30}),
    "mlps_level": Choice(0.85, {2: 60, 3: 35, 4: 5}),
    "cooperation": Choice(0.4, {("PILOT",): 3, ("PILOT", "SALE"): 5, ("SALE", "DISTRIBUTION"): 3, ("JV", "LICENCE"): 2,
                                ("RD", "INVESTMENT"): 1}),
    "team_languages": Choice(0.4, {("en", "he"): 7, ("en", "he", "ru"): 2, ("en", "he", "zh"): 1}),
    "days_listed": Choice(0.0, dict.fromkeys(range(1, 1461), 1)),
}  # fmt: skip
DEPLOYMENTS = Choice(0.0, {0: 38, 1: 24, 2: 19, 3: 11, 4: 6, 6: 2})
DEPLOYMENT = {
    "country": Choice(0.0, {"IL": 40, "US": 16, "CN": 12, "DE": 7, "GB": 6, "ES": 5, "IN": 5, "SG": 4, "BR": 3,
                           "AU": 2}),
    "population_band": Choice(0.3, {"P0_05": 34, "P05_1": 22, "P1_3": 20, "P3_5": 11, "P5_10": 8, "P10": 5}),
    "since": Choice(0.1, {year: 1 + (year - 2010) / 4 for year in range(2010, 2026)}),
    "evidence": Choice(0.25, {"REF": 30, "PILOT": 25, "DEPLOY_CITY": 20, "ACCEPTANCE": 8, "TEST": 7, "DEPLOY_CN": 6,
                              "AWARD_CN": 2, "VIDEO": 2}),
}  # fmt: skip
CERTIFICATES = Choice(0.0, {0: 50, 1: 20, 2: 14, 3: 9, 4: 5, 6: 2})
CERTIFICATE = {
    "kind": Choice(0.0, {"CE": 24, "ISO9001": 20, "ISO27001": 14, "CCC": 9, "FCC": 7, "UL": 6, "ROHS": 5, "ISO14001": 5,
                         "FDA": 3, "ISO13485": 3, "IEC62443": 3, "SRRC": 3, "NMPA": 2, "WATER_HYGIENE": 2, "NSF61": 2}),
    "answer": Choice(0.0, {"HAVE": 60, "IN_WORK": 15, "LACKS": 13, "NOT_NEEDED": 8, "UNKNOWN": 4}),
}  # fmt: skip
NEED = {
    "stage": Choice(0.05, {"IDEA": 18, "STUDY": 22, "PLAN": 20, "BUDGET": 14, "PILOT": 18, "TENDER": 8}),
    "budget_band": Choice(0.15, {"NO_BUDGET": 18, "TO_300K": 12, "TO_1M": 26, "TO_4M": 20, "TO_10M": 8, "FROM_10M": 4,
                                 "UNDISCLOSED": 12}),
    "route": Choice(0.3, {"BELOW": 20, "SCENE": 18, "OPEN": 16, "CONSULT": 10, "COOP": 6, "SOEBUY": 10, "UNKNOWN": 20}),
    "ip_terms": Choice(0.5, {"OWN": 40, "LICENSE": 25, "JOINT": 15, "BUYER": 5, "TBD": 15}),
    "days_listed": Choice(0.0, dict.fromkeys(range(1, 366), 1)),
    "days_to_reply": Choice(0.2, dict.fromkeys(range(7, 181), 1)),
    "department": Choice(0.0, {place: 1 / (place + 1) for place in range(4)}),
}  # fmt: skip
REQUIREMENTS = Choice(0.0, {0: 22, 1: 22, 2: 24, 3: 18, 4: 10, 5: 4})
REQUIREMENT = {
    "asked": Choice(0.0, {("TRL", "6"): 8, ("TRL", "7"): 14, ("TRL", "8"): 6, ("CERTIFICATE", "CCC"): 10,
                          ("CERTIFICATE", "SRRC"): 4, ("CERTIFICATE", "ISO27001"): 3,
                          ("CERTIFICATE", "WATER_HYGIENE"): 2,
                          ("DATA_IN_CHINA", ""): 16, ("PRESENCE", ""): 10, ("MATERIALS_ZH", ""): 13,
                          ("REFERENCE_CHINA", ""): 7, ("MLPS", "2"): 3, ("MLPS", "3"): 2, ("MADE_IN_CHINA", ""): 5}),
    "hard": Choice(0.0, {True: 6, False: 4}),
}  # fmt: skip
# How many of the other side's fields or cities a listing does not want.
EXCLUSIONS = Choice(0.0, {0: 95, 1: 3, 2: 2})

"""Departments whose tastes are known: whether learning finds them, and whether hostile ones can bend it."""

from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from matching import engine
from matching.learning.fitting import agreement
from matching.learning.simulation import TASTE, Learned, attacks, convergence, unseen


class Command(BaseCommand):
    help = "Learns weights from simulated departments and prints how near they come to the tastes. Writes nothing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=0)

    def handle(self, *args: Any, seed: int, **options: Any) -> None:
        others = unseen(seed)
        self.stdout.write(f"{'decisions':>22}{'agreement':>11}  " + "".join(f"{part[:9]:>10}" for part in engine.PARTS))
        self.row("the experts' weights", Learned(0, agreement(others, np.ones(len(TASTE))), np.ones(len(TASTE))))
        for found in convergence(seed):
            self.row(str(found.decisions), found)
        self.row("the tastes themselves", Learned(0, agreement(others, TASTE), TASTE))
        self.stdout.write("\nTen hostile departments among forty honest ones, each deciding ten times as much:")
        for attack in attacks(seed):
            self.row("the honest alone", attack.alone)
            self.row(attack.name, attack.attacked)
            self.row("without the limits", attack.unguarded)

    def row(self, name: str, found: Learned) -> None:
        figures = "".join(f"{value:>10.2f}" for value in found.multipliers)
        self.stdout.write(f"{name:>22}{found.agreement:>11.3f}  {figures}")

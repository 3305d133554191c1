"""How first pages are shared out among startups, and what it costs in match quality that nobody takes them all."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from language.encoder import get_encoder
from matching.exposure.auditing import Audited, audit
from matching.exposure.cost import cost
from matching.exposure.nudging import MARGIN
from matching.measuring.evaluation import rank_judged, read_texts
from matching.measuring.judged import JudgedDataError, read_judged


class Command(BaseCommand):
    help = "Prints how unequally the stored lists show startups, by sector, with and without the nudges."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--judged", type=Path, metavar="DIR", help="print what nudges cost on judged data instead; no database"
        )
        parser.add_argument("--startups", type=Path, metavar="FILE", help="startups from elsewhere, for those of DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["judged"]:
            self.judge(options["judged"], options["startups"])
            return
        found = audit(timezone.now())
        if not found:
            raise CommandError("There are no lists yet: manage.py rematch")
        self.stdout.write("First pages (10 places): with the nudges / by score alone.")
        self.stdout.write(
            f"{'sector':<22}{'startups':>9}{'Gini':>16}{'ten most':>18}{'new or small':>18}{'most heads':>12}"
        )
        for row in found:
            self.stdout.write(self.line(row))

    @staticmethod
    def line(row: Audited) -> str:
        nudged, plain = row.nudged, row.plain
        gini = f"{nudged.gini:.3f} / {plain.gini:.3f}"
        ten, favoured = (
            f"{getattr(nudged, name):.1%} / {getattr(plain, name):.1%}" for name in ("ten_most", "favoured")
        )
        heads = f"{nudged.most_heads} / {plain.most_heads}"
        name = row.sector.pk if row.sector else "all"
        return f"{name:<22}{nudged.startups:>9}{gini:>16}{ten:>18}{favoured:>18}{heads:>12}"

    def judge(self, folder: Path, startups: Path | None) -> None:
        try:
            data = read_judged(folder, startups_file=startups)
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        found = cost(rank_judged(data, read_texts(data, get_encoder())), data)
        self.stdout.write(f"nDCG@10 by score {found.plain:.4f}; margin {MARGIN} of the sum")
        for name, mean, worst in (
            ("with the nudges", found.nudged, found.nudged_worst),
            ("with any nudges", found.any, found.any_worst),
        ):
            change, most = (f"{quality / found.plain - 1:+.2%}" for quality in (mean, worst))
            self.stdout.write(f"{name}: {mean:.4f} ({change}), in the worst draw {worst:.4f} ({most})")

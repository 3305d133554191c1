"""How first pages are shared out among startups, and what it costs in match quality that nobody takes them all."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from language.encoder import get_encoder
from matching.exposure.auditing import Audited, audit
from matching.exposure.cost import Cost, trial, with_others
from matching.exposure.nudging import HEAD_MARGIN, PAGE_MARGIN
from matching.measuring.evaluation import rank_judged, read_texts
from matching.measuring.judged import JudgedDataError, join_judged, read_judged

# Title -> (figure of a distribution, how it is written)
COLUMNS = {
    "Gini": ("gini", "{:.3f}"),
    "ten most": ("ten_most", "{:.1%}"),
    "new or small": ("favoured", "{:.1%}"),
    "of them on none": ("favoured_never", "{:.1%}"),
    "Gini of heads": ("head_gini", "{:.3f}"),
    "ten most, heads": ("head_ten_most", "{:.1%}"),
    "most heads": ("most_heads", "{:.0f}"),
}


class Command(BaseCommand):
    help = "Prints how unequally the stored lists show startups, by sector, with and without the nudges."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--judged", type=Path, nargs="+", metavar="DIR", help="what nudges cost on judged data instead; no database"
        )
        parser.add_argument("--startups", type=Path, metavar="FILE", help="startups from elsewhere, for those of DIR")
        parser.add_argument(
            "--beside",
            type=int,
            default=400,
            metavar="N",
            help="generated needs that are ranked beside judged ones",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["judged"]:
            self.judge(options["judged"], options["startups"], options["beside"])
            return
        found = audit(timezone.now())
        if not found:
            raise CommandError("There are no lists yet: manage.py rematch")
        self.stdout.write("First pages (10 places) and heads (3): with the nudges / by score alone.")
        self.stdout.write(f"{'sector':<8}{'startups':>9}" + "".join(f"{title:>18}" for title in COLUMNS))
        for row in found:
            self.stdout.write(self.line(row))

    @staticmethod
    def line(row: Audited) -> str:
        name = row.sector.pk if row.sector else "all"
        figures = [
            " / ".join(form.format(getattr(side, field)) for side in (row.nudged, row.plain))
            for field, form in COLUMNS.values()
        ]
        return f"{name:<8}{row.nudged.startups:>9}" + "".join(f"{figure:>18}" for figure in figures)

    def judge(self, folders: Sequence[Path], startups: Path | None, beside: int) -> None:
        try:
            several = [read_judged(folder, startups_file=startups) for folder in folders]
            data = with_others(join_judged(several), beside)
        except JudgedDataError as error:
            raise CommandError(str(error)) from error
        found = trial(rank_judged(data, read_texts(data, get_encoder())))
        self.stdout.write(f"Margins {HEAD_MARGIN} and {PAGE_MARGIN} of the sum, {len(data.needs)} lists.")
        self.stdout.write("With the nudges / by score alone:")
        for title, (field, form) in COLUMNS.items():
            plain, nudged = found.mean(field)
            self.stdout.write(f"  {title:<18}{form.format(nudged)} / {form.format(plain)}")
        for folder, own in zip(folders, several, strict=True):
            self.tell_cost(folder, found.cost(own))

    def tell_cost(self, folder: Path, cost: Cost) -> None:
        self.stdout.write(f"{folder}: nDCG@10 by score {cost.plain:.4f}")
        for name, mean, worst in (
            ("with the nudges", cost.nudged, cost.nudged_worst),
            ("with any nudges", cost.any, cost.any_worst),
        ):
            change, most = (f"{quality / cost.plain - 1:+.2%}" for quality in (mean, worst))
            self.stdout.write(f"  {name}: {mean:.4f} ({change}), in the worst draw {worst:.4f} ({most})")

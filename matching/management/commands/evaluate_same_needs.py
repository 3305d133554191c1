"""Tells judged pairs of needs apart and prints how often that is right."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from matching.corpus import current_corpus
from matching.measuring.same_needs import precision_and_recall, read_pairs, tell


class Command(BaseCommand):
    help = "Measures how well the same need in several cities is recognised, on judged pairs. Writes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        default = settings.BASE_DIR / "docs" / "judged" / "same_needs.tsv"
        parser.add_argument("file", type=Path, nargs="?", default=default, help="the judged pairs")

    def handle(self, *args: Any, **options: Any) -> None:
        told = tell(read_pairs(options["file"]), current_corpus())
        for row in sorted(told, key=lambda row: -row.closeness):
            said = "same" if row.is_same else "different"
            mark = "" if row.is_right else "  wrong"
            self.stdout.write(
                f"{row.closeness:5.2f}  {row.pair.topic:<10} judged {row.pair.verdict}, told {said}{mark}"
            )
        precision, recall = precision_and_recall(told)
        self.stdout.write(f"{len(told)} pairs: precision {precision:.2f}, recall {recall:.2f}")

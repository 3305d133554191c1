"""Infers topics and technologies of labelled texts and prints how often they are right."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from language.encoder import get_encoder
from matching.measuring.inferring import LabelledDataError, misses, read_examples, score, shipped_corpus


class Command(BaseCommand):
    help = "Measures the inference of topics and technologies on labelled texts: precision and recall. No database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="kind, language, codes, also and text, with tabs")
        parser.add_argument("--misses", action="store_true", help="name the texts whose likeliest code is wrong")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            examples = read_examples(options["file"])
        except LabelledDataError as error:
            raise CommandError(str(error)) from error
        corpus = shipped_corpus(get_encoder())
        self.stdout.write(f"{'group':<16}{'texts':>6}{'precision':>11}{'recall':>8}{'first':>7}{'offered':>9}")
        for row in score(examples, corpus):
            figures = f"{row.precision:>11.3f}{row.recall:>8.3f}{row.first:>7.3f}{row.offered:>9.3f}"
            self.stdout.write(f"{row.group:<16}{row.examples:>6}{figures}")
        for example, found in misses(examples, corpus) if options["misses"] else ():
            guessed = ", ".join(f"{one.code} {one.confidence:.2f} {'/'.join(one.words)}" for one in found[:3])
            self.stdout.write(f"{'/'.join(sorted(example.codes))}: {example.text[:60]} -> {guessed}")

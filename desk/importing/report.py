"""What was wrong, as a file: each sentence with its row and column, and the rows themselves to be mended."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.importing.models import ImportJob, ImportRow
from desk.importing.preview import problems_of
from listings.exporting import comma_separated, xlsx

FORMATS = ("xlsx", "csv")


def report(job: ImportJob, file_format: str):
    name = f"import-{job.pk}-problems"
    if file_format == "csv":
        return comma_separated(_problems(job), name)
    # The rows come first: of a workbook the first sheet is read when it is sent again.
    return xlsx({_("rows to mend"): _rows(job), _("what is wrong"): _problems(job)}, name)


def _wrong(job: ImportJob):
    return job.rows.filter(outcome=ImportRow.Outcome.WRONG).order_by("number")


def _rows(job: ImportJob) -> Iterator[list[str]]:
    yield job.headings
    for row in _wrong(job):
        yield row.cells


def _problems(job: ImportJob) -> Iterator[list[object]]:
    yield [_("Row"), _("Column"), _("Heading"), _("Cell"), _("What is wrong")]
    for row in _wrong(job):
        for problem in problems_of(job, row, {}):
            yield [row.number, problem.place, problem.heading, problem.cell, problem.sentence]

"""The sheet to be filled in, and beside it what each column holds and which codes may stand there."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from desk.importing.columns import Column
from desk.importing.models import ImportJob
from desk.importing.resources import KEY, RESOURCES
from listings.exporting import comma_separated, xlsx


def blank(kind: str, file_format: str):
    """The template of startups or needs, explained in the reader's language."""
    resource = RESOURCES[kind](ImportJob())
    names = [field.column_name for field in resource.fields.values()]
    if file_format == "csv":
        return comma_separated([names], f"{kind}-template")
    guide = {_("columns"): _guide(resource), _("codes"): _codes(resource.columns)}
    return xlsx({kind: [names], **guide}, f"{kind}-template")


def _guide(resource) -> Iterator[list[str]]:
    yield [_("Column"), _("What it holds"), _("Needed"), _("May hold")]
    if KEY in resource.fields:
        yield [KEY, _("your own number of the need; by it the next import finds it again"), _("yes"), ""]
    for column in resource.columns:
        yield [column.name, column.label, _("yes") if column.is_required else "", _kinds(column)]


def _kinds(column: Column) -> str:
    """The codes themselves where they are few; else where they are listed."""
    codes = [answer.code for answer in column.answers]
    return "; ".join(codes) if len(codes) <= 12 else _("see the sheet of codes")


def _codes(columns: list[Column]) -> Iterator[list[str]]:
    yield [_("Column"), _("Code"), _("Name")]
    for column in columns:
        # One list for all entries of a list: those of the second are those of the first.
        if not any(part.isdecimal() and part != "0" for part in column.path.split(".")):
            yield from ([column.name, str(answer.code), answer.label] for answer in column.answers)

"""Decks are PDF files without anything that acts: written anew by qpdf, so that only what a reader draws is left."""

import io
from collections.abc import Iterator
from typing import IO, Any

import pikepdf
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _

from .cleaned import Cleaned

MOST_PAGES = 100
# Of objects inside one another; PDF programs nest a few.
DEEPEST = 60
# /S of an action that does more than lead to a page or to a web address.
ACTING = {
    "/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/Movie", "/Sound",
    "/RichMediaExecute",
}  # fmt: skip
# Keys under which programs, other files and forms that run programs hang.
CARRYING = {"/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}


def clean_deck(file: IO[bytes]) -> Cleaned:
    if file.read(5) != b"%PDF-":
        raise ValidationError(_("This is not a PDF file. Export your deck as PDF and choose that."), code="unreadable")
    file.seek(0)
    try:
        with pikepdf.open(file) as pdf:
            _refuse_what_acts(pdf)
            return Cleaned(ContentFile(_written_anew(pdf)), "application/pdf", "pdf")
    except pikepdf.PasswordError as error:
        raise ValidationError(_("This PDF asks for a password. Save it without one."), code="password") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise ValidationError(
            _("This PDF is damaged. Export it again and choose the new file."), code="broken"
        ) from error


def _refuse_what_acts(pdf: pikepdf.Pdf) -> None:
    if len(pdf.pages) > MOST_PAGES:
        raise ValidationError(
            _("This PDF has %(pages)s pages; at most %(most)s fit. A deck of 15 is read to its end."),
            code="pages",
            params={"pages": len(pdf.pages), "most": MOST_PAGES},
        )
    if any(_acts(part) for own in (pdf.trailer, *pdf.objects) for part in _parts(own)):
        raise ValidationError(
            _("This PDF holds a script, another file or a command to start a program. Print it to a new PDF."),
            code="script",
        )


def _parts(value: Any, depth: int = 0) -> Iterator[pikepdf.Object]:
    """The object and what lies inside it; other numbered objects are visited by themselves."""
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        yield value
        inner = [part for _key, part in value.items()]
    else:
        inner = list(value) if isinstance(value, pikepdf.Array) else []
    for part in inner:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            yield from _parts(part, depth + 1)


def _acts(part: pikepdf.Object) -> bool:
    kind = part.get("/S")
    return bool(CARRYING & set(part.keys())) or (isinstance(kind, pikepdf.Name) and str(kind) in ACTING)


def _written_anew(pdf: pikepdf.Pdf) -> bytes:
    for private in ("/Metadata", "/PieceInfo"):
        if private in pdf.Root:
            del pdf.Root[private]
    if "/Info" in pdf.trailer:
        del pdf.trailer["/Info"]
    content = io.BytesIO()
    pdf.save(content, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return content.getvalue()

"""Office files of strangers (.xlsx, .docx) are archives: what they may unpack to, before anything is unpacked."""

import zipfile
from typing import IO

from django.utils.translation import gettext as _

from desk.importing.tables import Unreadable

MEGABYTE = 1024 * 1024
# zipfile gives no more bytes of a part than its directory names, so what is named here bounds what is unpacked.
MOST_UNPACKED, MOST_PARTS, MOST_RATIO = 150 * MEGABYTE, 1_000, 200


def damaged() -> Unreadable:
    return Unreadable(_("The file is damaged. Open it, save it anew and choose it again."))


def opened(file: IO[bytes], part: str) -> zipfile.ZipFile:
    """The archive, of which `part` is what shall be read. Raises Unreadable for one that is too large or has macros."""
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError) as error:
        raise damaged() from error
    parts = archive.infolist()
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or unpacked > MOST_RATIO * max(packed, MEGABYTE // 10):
        raise Unreadable(_("The file unpacks to far more than it should. Copy its rows into a new one."))
    names = {part.filename for part in parts}
    if any("vbaproject" in name.lower() for name in names):
        raise Unreadable(_("The file holds macros. Save it without them, as .xlsx or .docx."))
    if part not in names:
        raise Unreadable(_("Its content is something else than its name says. Save the table as .xlsx or .csv."))
    return archive

"""Videos are told by their structure: an MP4's boxes, a WebM's header. Where an MP4 was filmed is blanked out."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .cleaned import Cleaned

# Boxes that hold boxes, on the way to the codec of a track (ISO/IEC 14496-12).
CONTAINERS = {b"moov", b"trak", b"mdia", b"minf", b"stbl"}
# Place and time of filming, the maker's and the phone's names.
PRIVATE = {b"udta", b"meta"}
# H.264, AV1, VP9: what browsers play. HEVC is what telephones film in, and most browsers do not play it.
PLAYED = {b"avc1", b"avc3", b"av01", b"vp09"}
EBML, SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
MOST_BOXES = 10_000


def clean_video(file: IO[bytes]) -> Cleaned:
    beginning = file.read(4_096)
    if beginning[4:8] == b"ftyp":
        _clean_mp4(file)
        return Cleaned(file, "video/mp4", "mp4")
    if beginning.startswith(EBML) and b"webm" in beginning[:64] and SEGMENT in beginning:
        return Cleaned(file, "video/webm", "webm")
    raise _unreadable()


@dataclass(frozen=True)
class Box:
    """A part of an MP4 file: its name, where it begins, where its content begins and ends."""

    name: bytes
    at: int
    start: int
    end: int


def _clean_mp4(file: IO[bytes]) -> None:
    end = file.seek(0, 2)
    boxes = list(_boxes(file, 0, end))
    if not {b"moov", b"mdat"} <= {box.name for box in boxes}:
        raise _unreadable()
    codecs = {_codec(file, box) for box in boxes if box.name == b"stsd"}
    if not codecs & PLAYED:
        raise ValidationError(
            _("Browsers cannot play this video. Save it as MP4 with H.264 (often called “most compatible”)."),
            code="codec",
        )
    for box in boxes:
        if box.name in PRIVATE:
            # Of the same length, so that nothing after it moves.
            file.seek(box.at + 4)
            file.write(b"free")
            file.seek(box.start)
            file.write(bytes(box.end - box.start))
    file.seek(0)


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[Box]:
    """Every box between the two places, and those inside its containers."""
    found = 0
    waiting = [(start, end)]
    while waiting:
        at, limit = waiting.pop()
        while at < limit:
            box = _box(file, at, limit)
            found += 1
            if found > MOST_BOXES:
                raise _unreadable()
            yield box
            if box.name in CONTAINERS:
                waiting.append((box.start, box.end))
            at = box.end


def _box(file: IO[bytes], at: int, limit: int) -> Box:
    file.seek(at)
    header = file.read(16)
    if len(header) < 8:
        raise _unreadable()
    size, name = struct.unpack(">I4s", header[:8])
    start = at + 8
    if size == 1 and len(header) == 16:
        (size,), start = struct.unpack(">Q", header[8:]), at + 16
    elif size == 0:
        size = limit - at
    if at + size > limit or at + size < start:
        raise _unreadable()
    return Box(name, at, start, at + size)


def _codec(file: IO[bytes], box: Box) -> bytes:
    """The name of the first sample description: version and flags, count, size, then the name."""
    file.seek(box.start + 12)
    return file.read(4)


def _unreadable() -> ValidationError:
    return ValidationError(_("This is not a video that we can read. Choose an MP4 or WebM file."), code="unreadable")

"""Files as people and attackers send them, made here so that none lies in the repository."""

import io
import struct
import zlib

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin


def upload(content: bytes, name: str = "file.bin") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(size=(40, 30), kind="PNG", **saving) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", size, "teal").save(content, kind, **saving)
    return content.getvalue()


def png_with_html() -> bytes:
    """A picture whose comment is a page with a script, and that has one more behind its end."""
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", "<html><script>alert(1)</script></html>")
    return picture(pnginfo=comment) + b"<html><script>alert(2)</script></html>"


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that unpack to width x height pixels: the header is true, the pixels are packed zeros."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(width * 3 + 1)) for _ in range(min(height, 100))) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def png_with_bomb_in_text() -> bytes:
    """A compressed comment that unpacks to 200 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1_000_000)) for _ in range(200)) + packer.flush()
    whole = picture()
    return whole[:33] + _chunk(b"zTXt", b"Comment\x00\x00" + packed) + whole[33:]


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def pdf(change=lambda pdf: None, pages: int = 1, **saving) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.docinfo["/Author"] = "CANARY-AUTHOR"
        change(made)
        made.save(content, **saving)
    return content.getvalue()


def _action(kind: str, **more) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(Type=pikepdf.Name.Action, S=pikepdf.Name(kind), **more)


def opens_with_script(made: pikepdf.Pdf) -> None:
    made.Root.OpenAction = _action("/JavaScript", JS=pikepdf.String("app.alert(1)"))


def page_starts_program(made: pikepdf.Pdf) -> None:
    made.pages[0].AA = pikepdf.Dictionary(O=_action("/Launch", F=pikepdf.String("calc.exe")))


def script_in_object_stream(made: pikepdf.Pdf) -> None:
    made.Root.Hidden = made.make_indirect(
        pikepdf.Array([made.make_indirect(pikepdf.Dictionary(JS=pikepdf.String("app.alert(1)")))])
    )


def carries_file(made: pikepdf.Pdf) -> None:
    made.attachments["invoice.exe"] = pikepdf.AttachedFileSpec(made, b"MZ")


def box(name: bytes, content: bytes = b"") -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def mp4(codec: bytes = b"avc1", private: bytes = b"") -> bytes:
    descriptions = box(b"stsd", bytes(4) + struct.pack(">I", 1) + box(codec, bytes(78)))
    track = box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", descriptions))))
    moov = box(b"moov", box(b"mvhd", bytes(100)) + track + private)
    return box(b"ftyp", b"isom\x00\x00\x02\x00isomavc1") + moov + box(b"mdat", b"pixels")


WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm" + b"\x18\x53\x80\x67" + bytes(100)
VTT = (
    "WEBVTT\n\nSTYLE\n::cue { background: url(//elsewhere.example/x) }\n\n"
    "00:01.000 --> 00:02.500\n<c.big>漏点</c> found\n"
)

"""Hostile and careless uploads: refused with a sentence, or stored without what was bad in them."""

import io

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from startups.cleaning import RULES, clean
from tests.startups import hostile
from tests.startups.hostile import picture, upload


def refusal(kind: str, content: bytes, name: str = "file.bin") -> str:
    with pytest.raises(ValidationError) as refused:
        clean(kind, upload(content, name))
    return refused.value.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.SVG, "svg"),
        (b"<html><script>alert(1)</script></html>", "unreadable"),
        (b"MZ\x90\x00", "unreadable"),
        (b"", "unreadable"),
        (picture()[:60], "unreadable"),
        (picture(kind="GIF"), "unreadable"),
        (hostile.pdf(), "unreadable"),
        (picture((9_000, 9_000)), "pixels"),
        (hostile.png_that_claims(60_000, 60_000), "pixels"),
        (hostile.png_with_bomb_in_text(), "unreadable"),
    ],
    ids=["svg", "page", "program", "empty", "cut-off", "gif", "pdf", "9000x9000", "claims-60000x60000", "bomb-in-text"],
)
@pytest.mark.parametrize("kind", ["logo", "picture", "qr"])
def test_what_is_no_fit_picture_is_refused(kind, content, code):
    assert refusal(kind, content, "logo.png") == code


def test_a_page_inside_a_picture_does_not_survive():
    cleaned = clean("logo", upload(hostile.png_with_html(), "logo.png"))
    stored = cleaned.content.read()
    assert b"script" not in stored and b"html" not in stored
    assert Image.open(io.BytesIO(stored)).getpixel((0, 0)) == (0, 128, 128)


def test_a_picture_keeps_no_word_of_where_it_was_taken_and_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "CANARY-ARTIST"
    exif.get_ifd(0x8825)[1] = "N"
    cleaned = clean("picture", upload(picture((400, 300), "JPEG", exif=exif)))
    stored = cleaned.content.read()
    assert b"CANARY" not in stored and b"EXIF" not in stored
    assert (cleaned.width, cleaned.height, cleaned.content_type) == (300, 400, "image/webp")


@pytest.mark.parametrize(("kind", "size"), [("logo", (512, 384)), ("picture", (1920, 1440))])
def test_pictures_are_made_as_large_as_they_are_shown(kind, size):
    cleaned = clean(kind, upload(picture((4_000, 3_000), "JPEG")))
    assert (cleaned.width, cleaned.height) == size


@pytest.mark.parametrize("mode", ["P", "L", "LA", "RGBA", "1", "I;16", "CMYK"])
def test_pictures_of_any_mode_are_taken(mode):
    content = io.BytesIO()
    Image.new(mode, (20, 10)).save(content, "JPEG" if mode == "CMYK" else "PNG")
    assert clean("logo", upload(content.getvalue())).width == 20


def test_the_content_counts_and_not_the_name():
    assert clean("logo", upload(picture(kind="JPEG"), "deck.pdf.exe")).extension == "webp"
    assert refusal("deck", picture(), "deck.pdf") == "unreadable"
    assert refusal("video", hostile.pdf(), "film.mp4") == "unreadable"


@pytest.mark.parametrize(
    "change",
    [
        hostile.opens_with_script, hostile.page_starts_program, hostile.script_in_object_stream,
        hostile.carries_file,
    ],
)  # fmt: skip
def test_a_pdf_that_acts_is_refused(change):
    packed = hostile.pdf(change, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert refusal("deck", packed) == "script"


def test_a_pdf_is_written_anew_without_its_authors_name():
    cleaned = clean("deck", upload(hostile.pdf(pages=3) + b"<script>trailing</script>"))
    stored = cleaned.content.read()
    assert b"CANARY" not in stored and b"script" not in stored
    with pikepdf.open(io.BytesIO(stored)) as again:
        assert len(again.pages) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.7 nothing behind", "broken"),
        (hostile.pdf(pages=101), "pages"),
        (hostile.pdf(encryption=pikepdf.Encryption(user="x", owner="y")), "password"),
    ],
    ids=["nothing-behind", "too-many-pages", "password"],
)
def test_a_pdf_nobody_can_read_is_refused(content, code):
    assert refusal("deck", content) == code


def test_a_video_keeps_its_pictures_and_loses_its_place():
    private = hostile.box(b"udta", hostile.box(b"\xa9xyz", b"CANARY+31.23+121.47/"))
    whole = hostile.mp4(private=private)
    stored = clean("video", upload(whole)).content.read()
    assert len(stored) == len(whole)
    assert b"CANARY" not in stored and b"pixels" in stored and stored[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (hostile.mp4(codec=b"hvc1"), "codec"),
        (hostile.mp4()[:200], "unreadable"),
        (hostile.box(b"ftyp", b"isom"), "unreadable"),
        (b"<html>ftyp</html>", "unreadable"),
        (hostile.mp4()[:40] + b"\xff" * 400, "unreadable"),
    ],
    ids=["hevc", "cut-off", "no-film", "page", "wrong-sizes"],
)
def test_what_is_no_video_for_browsers_is_refused(content, code):
    assert refusal("video", content, "film.mp4") == code


def test_webm_is_taken():
    assert clean("video", upload(hostile.WEBM)).content_type == "video/webm"


def test_captions_keep_times_and_words_only():
    said = clean("captions", upload(hostile.VTT.encode("utf-8-sig"))).content.read().decode()
    assert said == "WEBVTT\n\n00:01.000 --> 00:02.500\n漏点 found\n"


@pytest.mark.parametrize(
    "content",
    [b"1\n00:01,000 --> 00:02,000\nsrt", "WEBVTT\n".encode("utf-16"), b"WEBVTT\n", b"\xff"],
    ids=["srt", "utf-16", "no-times", "no-text"],
)
def test_other_captions_are_refused(content):
    assert refusal("captions", content) == "unreadable"


@pytest.mark.parametrize("kind", RULES)
def test_a_file_over_the_limit_is_refused_before_it_is_read(kind):
    large = upload(b"x")
    large.size = RULES[kind].most_bytes + 1
    with pytest.raises(ValidationError) as refused:
        clean(kind, large)
    assert refused.value.code == "too_large"

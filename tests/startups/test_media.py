"""Files of a profile: taken in through the page, kept from readers until approval, gone with what they belong to."""

from pathlib import Path

import pytest
from django.test import Client

from startups.editing import current_document
from startups.models import ProfileDraft, Startup, Upload
from startups.services import approve, submit, withdraw
from startups.uploads import add_upload
from tests.startups import hostile
from tests.startups.hostile import picture, upload

pytestmark = pytest.mark.django_db

MEDIA = "/startups/testlisten/workspace/media/"
ABSENT = "/startups/testlisten/files/8d3e8f3c-0000-4000-8000-000000000000/"
HEADERS = {
    "Content-Type": "image/webp",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Content-Disposition": 'inline; filename="testlisten-logo.webp"',
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def member(client, owner):
    client.force_login(owner)
    return client


@pytest.fixture
def logo(startup, owner) -> Upload:
    return add_upload(startup, "logo", upload(picture()), owner)


def send(client, kind: str, content: bytes, name: str = "file.bin", **more):
    return client.post(f"{MEDIA}{kind}/add/", {"file": upload(content, name), **more})


def stored(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def publish(startup: Startup, owner, curator) -> None:
    submit(startup, owner)
    approve(Startup.objects.get(pk=startup.pk), curator)


@pytest.mark.parametrize(
    ("kind", "content", "name", "sentence"),
    [
        ("logo", hostile.SVG, "logo.svg", "SVG files can hold programs"),
        ("logo", b"<html><script>alert(1)</script>", "logo.png", "not a picture that we can read"),
        ("picture", picture((9_000, 9_000)), "huge.png", "9000 × 9000 pixels"),
        ("picture", hostile.png_that_claims(60_000, 60_000), "bomb.png", "too many pixels"),
        ("deck", hostile.pdf(hostile.opens_with_script), "deck.pdf", "holds a script"),
        ("deck", hostile.pdf(hostile.page_starts_program), "deck.pdf", "holds a script"),
        ("deck", picture(), "deck.pdf", "not a PDF file"),
        ("video", hostile.pdf(), "film.mp4", "not a video that we can read"),
        ("captions", b"1\n00:01", "captions.vtt", "no captions that we can read"),
        ("logo", picture() + bytes(5 * 1024 * 1024), "logo.png", "too large"),
        ("logo", b"", "logo.png", "Choose a file first"),
    ],
    ids=[
        "svg",
        "page",
        "9000x9000",
        "bomb",
        "script",
        "program",
        "picture-as-pdf",
        "pdf-as-video",
        "srt",
        "too-large",
        "empty",
    ],
)
def test_a_bad_file_is_refused_with_a_sentence_and_leaves_nothing(
    member, startup, media_root, kind, content, name, sentence
):
    answer = send(member, kind, content, name)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (stored(media_root), Upload.objects.count(), ProfileDraft.objects.count()) == ([], 0, 0)


def test_a_file_over_every_limit_is_not_even_written_to_the_temporary_folder(member, startup, monkeypatch):
    monkeypatch.setattr("startups.upload_handlers.LARGEST", 100_000)
    answer = send(member, "logo", picture() + bytes(6 * 1024 * 1024))
    assert (answer.status_code, "too large" in answer.content.decode()) == (422, True)


def test_a_page_inside_a_picture_is_cleaned_away(member, startup, media_root):
    assert send(member, "logo", hostile.png_with_html(), "logo.png").status_code == 302
    [name] = stored(media_root)
    assert name.endswith(".webp")
    assert b"script" not in next(media_root.rglob("*.webp")).read_bytes()


def test_a_file_that_cannot_be_named_in_the_draft_is_not_left_behind(startup, owner, media_root, monkeypatch):
    def fail(*arguments):
        raise RuntimeError

    monkeypatch.setattr("startups.uploads.keep_change", fail)
    with pytest.raises(RuntimeError):
        add_upload(startup, "logo", upload(picture()), owner)
    assert (stored(media_root), Upload.objects.count()) == ([], 0)


@pytest.mark.parametrize("person", [None, "outsider"])
def test_a_drafts_file_does_not_exist_for_readers(client, request, logo, person):
    if person:
        client.force_login(request.getfixturevalue(person))
    hidden, absent = client.get(logo.get_absolute_url()), client.get(ABSENT)
    assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_a_published_file_is_there_for_all_with_headers_that_keep_it_harmless(client, logo, startup, owner, curator):
    publish(startup, owner, curator)
    answer = client.get(logo.get_absolute_url())
    assert {name: answer[name] for name in HEADERS} == HEADERS
    assert b"".join(answer).startswith(b"RIFF")
    assert logo.get_absolute_url() in client.get("/startups/testlisten/").content.decode()
    assert client.get(f"/startups/other/files/{logo.key}/").status_code == 404


def test_the_web_server_hands_out_no_file_by_itself(client, logo):
    assert client.get(f"/media/{logo.file.name}").status_code == 404


def test_a_withdrawn_profile_takes_its_files_along(client, logo, startup, owner, curator):
    publish(startup, owner, curator)
    withdraw(Startup.objects.get(), owner, "Gone.")
    assert client.get(logo.get_absolute_url()).status_code == 404


def test_the_wechat_code_is_a_contact_and_stays_private(client, startup, owner, curator):
    code = add_upload(startup, "qr", upload(picture()), owner)
    publish(startup, owner, curator)
    assert client.get(code.get_absolute_url()).status_code == 404
    assert code.get_absolute_url() not in client.get("/startups/testlisten/").content.decode()
    client.force_login(owner)
    assert client.get(code.get_absolute_url()).status_code == 200


def test_a_deck_is_downloaded_and_not_opened_in_the_sites_own_page(member, startup, owner):
    deck = add_upload(startup, "deck", upload(hostile.pdf()), owner)
    assert member.get(deck.get_absolute_url())["Content-Disposition"] == 'attachment; filename="testlisten-deck.pdf"'


def test_the_published_logo_stays_until_another_is_approved(
    member, logo, startup, owner, curator, media_root, django_capture_on_commit_callbacks
):
    publish(startup, owner, curator)
    with django_capture_on_commit_callbacks(execute=True):
        send(member, "logo", picture((80, 80)))
    assert Client().get(logo.get_absolute_url()).status_code == 200
    assert len(stored(media_root)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        publish(startup, owner, curator)
    assert Client().get(logo.get_absolute_url()).status_code == 404
    assert [own.width for own in startup.uploads.live()] == [80]
    assert len(stored(media_root)) == 1


def test_a_removed_file_goes_at_once_unless_it_is_published(
    member, logo, startup, media_root, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        member.post(f"/startups/testlisten/files/{logo.key}/remove/")
    assert (stored(media_root), Upload.objects.count()) == ([], 0)
    assert "media" not in current_document(startup)


def test_files_follow_their_startup(logo, startup, media_root, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        startup.delete()
    assert stored(media_root) == []


def test_pictures_keep_their_order_and_their_words(member, startup, owner, curator):
    first, second = (add_upload(startup, "picture", upload(picture((width, 30))), owner) for width in (50, 60))
    member.post(
        f"/startups/testlisten/files/{second.key}/describe/", {"en": "A logger on a hydrant", "zh": "消火栓上的记录仪"}
    )
    publish(startup, owner, curator)
    live = list(startup.uploads.live())
    assert [(own.key, own.caption_zh) for own in live] == [(first.key, ""), (second.key, "消火栓上的记录仪")]
    assert "消火栓上的记录仪" in member.get("/zh-hans/startups/testlisten/").content.decode()


def test_words_that_are_too_long_are_refused_with_a_sentence(member, startup, owner):
    shown = add_upload(startup, "picture", upload(picture()), owner)
    answer = member.post(f"/startups/testlisten/files/{shown.key}/describe/", {"en": "x" * 161})
    assert (answer.status_code, "at most 160 characters" in answer.content.decode()) == (422, True)


def test_somebody_elses_file_cannot_be_named_in_ones_own_profile(startup, owner, logo):
    from startups.editing import keep_change, problems
    from tests.listings import published_startup

    other = published_startup(slug="other", name={"en": "Other"})
    document = {**current_document(other), "media": [{"file": str(logo.key)}]}
    assert problems(other, document) == {"media": "One of the files is no longer there. Remove it, or choose it again."}
    doubled = keep_change(startup, lambda own: {**own, "media": own["media"] * 2}, owner)
    assert list(problems(startup, doubled)) == ["media"]


def test_a_profile_has_a_dozen_pictures_at_most(member, startup, owner, monkeypatch):
    monkeypatch.setattr("startups.uploads.MOST_PICTURES", 1)
    add_upload(startup, "picture", upload(picture()), owner)
    assert "at most 1 pictures" in send(member, "picture", picture()).content.decode()


def test_captions_are_kept_by_language(member, startup, owner):
    add_upload(startup, "video", upload(hostile.mp4()), owner)
    for language in ("en", "zh", "zh"):
        assert send(member, "captions", hostile.VTT.encode(), language=language).status_code == 302
    assert sorted(startup.uploads.filter(kind="captions").values_list("language", flat=True)) == ["en", "zh"]


@pytest.mark.parametrize(
    ("asked", "status", "said", "content_range"),
    [
        ("bytes=0-3", 206, b"\x00\x00\x00\x18", "bytes 0-3/{size}"),
        ("bytes=-6", 206, b"pixels", "bytes {last}-{end}/{size}"),
        ("bytes=999999-", 416, b"", "bytes */{size}"),
        ("bytes=-", 200, None, None),
        ("lines=1-2", 200, None, None),
    ],
)
def test_players_ask_for_parts_of_a_video(member, startup, owner, asked, status, said, content_range):
    video = add_upload(startup, "video", upload(hostile.mp4()), owner)
    answer = member.get(video.get_absolute_url(), headers={"range": asked})
    body = b"".join(answer)
    size = len(hostile.mp4())
    assert (answer.status_code, body) == (status, said if said is not None else hostile.mp4())
    expected = content_range and content_range.format(size=size, last=size - 6, end=size - 1)
    assert answer.get("Content-Range") == expected


@pytest.mark.parametrize(
    ("link", "status"),
    [
        ("https://www.bilibili.com/video/BV1xx", 302),
        ("https://youtu.be/x", 422),
        ("https://bilibili.com.evil.example/x", 422),
        ("javascript:alert(1)", 422),
    ],
)
def test_a_video_page_must_open_in_china(member, startup, link, status):
    answer = member.post(f"{MEDIA}link/", {"video_link": link})
    assert answer.status_code == status
    assert (f'value="{link}"' in answer.content.decode()) == (status == 422), "what was typed is still there"


def test_queries_do_not_grow_with_pictures(member, startup, owner, django_assert_num_queries):
    add_upload(startup, "picture", upload(picture()), owner)
    member.get(MEDIA)
    with django_assert_num_queries(6):
        member.get(MEDIA)
    for _ in range(2):
        add_upload(startup, "picture", upload(picture()), owner)
    with django_assert_num_queries(6):
        member.get(MEDIA)

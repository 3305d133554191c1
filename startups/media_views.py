"""Files of profiles: taking them in, and the only way out."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.limits import limited
from listings.models import Language
from listings.paths import with_value
from startups.cleaning import RULES, too_large
from startups.doors import by_post
from startups.editing import keep_change
from startups.forms import CaptionForm, UploadForm, VideoLinkForm
from startups.models import Upload
from startups.ranges import ranged
from startups.uploads import MOST_PICTURES, add_upload, caption_uploads, remove_upload
from startups.workspace import Workspace
from startups.workspace_views import own_startup

# Whatever a file turns out to be, a browser takes it for nothing else and runs nothing in it.
SANDBOX = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


@never_cache
@require_safe
def media(request, slug):
    return _media_page(request, own_startup(request, slug))


def _media_page(request, startup, status=200, refused=None, video_link=None):
    around = Workspace(startup)
    files = around.files
    context = {
        "workspace": around,
        "here": "media",
        "single": [_slot(kind, files, refused) for kind in ("logo", "video", "deck", "qr")],
        "pictures": _slot("picture", files, refused),
        "captions": _slot("captions", files, refused),
        "languages": Language.choices,
        "most_pictures": MOST_PICTURES,
        "video_link": video_link or VideoLinkForm(initial={"video_link": around.document.get("video_link", "")}),
    }
    return render(request, "startups/workspace/media.html", context, status=status)


def _slot(kind, files, refused):
    """A place for files of one kind: those that are there, and why the last one was refused."""
    rule = RULES[kind]
    own = [file for file in files if file.kind == kind]
    return {
        "kind": Upload.Kind(kind),
        "files": own,
        "accept": rule.accept,
        "most_bytes": rule.most_bytes,
        "problem": refused[1] if refused and refused[0] == kind else "",
    }


@by_post("startups:media")
@limited("upload", fails_open=True)
def add(request, slug, kind):
    startup = own_startup(request, slug)
    if kind not in RULES:
        raise Http404
    form = UploadForm(request.POST, request.FILES)
    try:
        if not form.is_valid():
            raise _why_no_file(request, kind)
        add_upload(startup, kind, form.cleaned_data["file"], request.user, form.cleaned_data["language"])
    except ValidationError as refusal:
        return _media_page(request, startup, 422, (kind, refusal.messages[0]))
    messages.success(request, _("The file is here. Readers see it once the draft is approved."))
    return redirect("startups:media", slug)


def _why_no_file(request, kind):
    """The largest files are dropped while they arrive, so that the form finds none."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > RULES[kind].most_bytes:
        return too_large(kind)
    return ValidationError(_("Choose a file first."))


@by_post("startups:media")
def remove(request, slug, key):
    startup = own_startup(request, slug)
    remove_upload(get_object_or_404(startup.uploads, key=key), request.user)
    messages.success(request, _("Removed. Readers see a published file until the draft is approved."))
    return redirect("startups:media", slug)


@by_post("startups:media")
def describe(request, slug, key):
    """What a picture shows, in words: for those who cannot see it, and beneath it."""
    startup = own_startup(request, slug)
    upload, form = get_object_or_404(startup.uploads, key=key), CaptionForm(request.POST)
    if not form.is_valid():
        return _media_page(request, startup, 422, (Upload.Kind.PICTURE, next(iter(form.errors.values()))[0]))
    caption_uploads(startup, {str(upload.key): form.cleaned_data}, request.user)
    messages.success(request, _("Saved."))
    return redirect("startups:media", slug)


@by_post("startups:media")
def link_video(request, slug):
    startup, form = own_startup(request, slug), VideoLinkForm(request.POST)
    if not form.is_valid():
        return _media_page(request, startup, 422, video_link=form)
    link = form.cleaned_data["video_link"]
    keep_change(startup, lambda document: with_value(document, "video_link", link), request.user)
    messages.success(request, _("Saved."))
    return redirect("startups:media", slug)


@login_not_required
@require_safe
def file(request, slug, key):
    """The only way to an uploaded file: whoever may not see it gets the page of what does not exist."""
    uploads = Upload.objects.visible_to(request.user).select_related("startup")
    upload = get_object_or_404(uploads, startup__slug=slug, key=key)
    response = FileResponse(
        upload.file.open(),
        content_type=upload.content_type,
        # A browser shows pictures and plays videos; a deck is kept out of the site's own pages.
        as_attachment=upload.kind == Upload.Kind.DECK,
        filename=f"{slug}-{upload.kind}.{upload.file.name.rpartition('.')[2]}",
        headers=SANDBOX | {"Cache-Control": "private, max-age=3600" if upload.is_live else "private, no-store"},
    )
    return ranged(request, response, upload.size)

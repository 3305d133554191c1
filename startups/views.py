from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from accounts.limits import limited
from listings.exporting import list_response
from listings.history import history_page
from listings.reporting import report_page
from listings.unsent import kept_through_sign_in
from startups.exporting import StartupExport
from startups.filters import StartupFilter
from startups.models import Startup, Upload
from startups.serializers import ProfileSerializer


@login_not_required
def directory(request):
    startups = Startup.objects.visible_to(request.user).listed().with_card().prefetch_related("deployments")
    found = StartupFilter(request.GET, startups)
    return render(request, "startups/list.html", {"directory": found, "page": found.page})


@limited("list", methods=("GET",))
def export(request, file_format):
    """What the directory shows this reader under the same address, as a file."""
    startups = Startup.objects.visible_to(request.user).listed().with_profile()
    found = StartupFilter(request.GET, startups)
    serializer = partial(ProfileSerializer, context={"request": request})
    return list_response(file_format, StartupExport(), found.rows, serializer, "startups")


def history(request, slug):
    return history_page(request, get_object_or_404(Startup.objects.editable_by(request.user), slug=slug))


@kept_through_sign_in(lambda slug: reverse("startups:report", args=[slug]))
def report(request, slug):
    return report_page(request, get_object_or_404(Startup.objects.visible_to(request.user).listed(), slug=slug))


@login_not_required
def profile(request, slug):
    startup = get_object_or_404(Startup.objects.visible_to(request.user).with_profile().with_media(), slug=slug)
    if not startup.texts.all():
        # Never published: all there is to read is its draft.
        return redirect("startups:workspace", slug)
    may_edit = Startup.objects.editable_by(request.user).filter(pk=startup.pk).exists()
    context = {"startup": startup, "may_edit": may_edit, **shown_files(startup.uploads.all())}
    return render(request, "startups/profile.html", context)


def shown_files(uploads):
    """Files of a profile by what they are for its page: of pictures and captions several, else the one there is."""
    kinds = Upload.Kind
    by_kind = {kind: [upload for upload in uploads if upload.kind == kind] for kind in kinds}
    return {
        "logo": next(iter(by_kind[kinds.LOGO]), None),
        "video": next(iter(by_kind[kinds.VIDEO]), None),
        "deck": next(iter(by_kind[kinds.DECK]), None),
        "pictures": by_kind[kinds.PICTURE],
        "captions": by_kind[kinds.CAPTIONS],
    }

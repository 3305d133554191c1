"""What the admin of startups and of needs has in common.

Curators write to the live rows here; everything else goes through drafts. So a save must leave a listed row complete,
and whoever reads or scores it must learn of the change. The status changes only by the services' verbs.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.postgres.fields import ArrayField
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from rest_framework.exceptions import ValidationError

from listings.services import MovedOn
from taxonomy import codes
from taxonomy.fields import CodeField
from taxonomy.forms import CodeMultipleChoiceField

COMPUTED = (
    "status", "published_at", "revision", "scored_revision", "draft_version", "search", "created_at", "updated_at",
)  # fmt: skip


def sentences(detail: Any, place: str = "") -> Iterator[str]:
    """What a refused document says, one sentence each, with the place of the field it is about."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from sentences(inner, f"{place}.{key}" if place else str(key))
    elif isinstance(detail, list):
        for inner in detail:
            yield from sentences(inner, place)
    else:
        yield f"{place}: {detail}"


class ReadOnlyAdmin(admin.ModelAdmin):
    """For looking up what programs wrote."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class DraftAdmin(ReadOnlyAdmin):
    """Owners write drafts; here one is looked at, or thrown away."""

    date_hierarchy = "updated_at"
    list_filter = ["updated_at"]

    def has_delete_permission(self, request, obj=None):
        return admin.ModelAdmin.has_delete_permission(self, request, obj)


class CodeListFilter(admin.AllValuesFieldListFilter):
    """The codes in use, by their names."""

    def choices(self, changelist):
        names = dict(codes.choices(self.field.list_name))
        for choice in super().choices(changelist):
            yield choice | {"display": names.get(choice["display"], choice["display"])}


class ListingForm(forms.ModelForm):
    refusal: tuple[str, ...] = ()

    def clean(self):
        for sentence in self.refusal:
            self.add_error(None, sentence)
        return super().clean()


class TextInline(admin.StackedInline):
    extra = 0
    # The language written first is the listing's history; the first text of a new listing becomes it.
    readonly_fields = ["is_source", "reviewed_by", "reviewed_at"]


class ListingAdmin(admin.ModelAdmin):
    """A subclass names its `services`: the module of its verbs."""

    services: Any
    form = ListingForm
    actions = ["publish", "withdraw", "rematch"]
    readonly_fields = COMPUTED
    date_hierarchy = "published_at"

    @admin.display(boolean=True, description=_("scored"))
    def is_scored(self, listing):
        return listing.scored_revision >= listing.revision

    @admin.action(description=_("Publish, with the draft if there is one"), permissions=["change"])
    def publish(self, request, listings):
        count = self._each(request, listings, self.services.publish)
        self._report(request, count, ngettext("%(count)d published.", "%(count)d published.", count))

    @admin.action(description=_("Withdraw"), permissions=["change"])
    def withdraw(self, request, listings):
        count = self._each(request, listings, self.services.withdraw)
        self._report(request, count, ngettext("%(count)d withdrawn.", "%(count)d withdrawn.", count))

    @admin.action(description=_("Match anew"), permissions=["change"])
    def rematch(self, request, listings):
        listed = listings.listed()
        for listing in listed:
            self.services.record_change(listing)
        count = len(listed)
        self._report(request, count, ngettext("%(count)d to be matched anew.", "%(count)d to be matched anew.", count))

    def _each(self, request, listings, verb):
        count = 0
        for listing in listings:
            try:
                verb(listing, by=request.user)
            except ValidationError as refusal:
                for sentence in sentences(refusal.detail):
                    self.message_user(request, f"{str(listing) or listing.pk} – {sentence}", messages.ERROR)
            except MovedOn as moved:
                self.message_user(request, f"{str(listing) or listing.pk} – {moved.sentence}", messages.WARNING)
            else:
                count += 1
        return count

    def _report(self, request, count, sentence):
        self.message_user(request, sentence % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def changeform_view(self, request, *args, **kwargs):
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            # Nothing was written. The same form once more, as it was typed, with what is wrong.
            request.refusal = tuple(sentences(refusal.detail))
            return super().changeform_view(request, *args, **kwargs)

    def get_form(self, request, obj=None, **kwargs):
        form = super().get_form(request, obj, **kwargs)
        return type(form.__name__, (form,), {"refusal": getattr(request, "refusal", ())})

    def save_model(self, request, listing, form, change):
        # Only what the form shows: a worker or another editor may just be writing the computed columns.
        shown = [field.name for field in listing._meta.concrete_fields if field.name in form.fields]
        listing.save(update_fields=[*shown, "updated_at"] if change else None)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        # Read again: the form's own copy remembers the rows as they were before.
        listing = self.model.objects.get(pk=form.instance.pk)
        self._make_first_text_the_source(listing)
        if listing.is_listed:
            self.services.require_complete(listing)
        self.services.record_edit(listing, by=request.user)
        self._warn_of_draft(request, listing)

    def _make_first_text_the_source(self, listing):
        texts = listing.texts.order_by("pk")
        if texts and not texts.filter(is_source=True).exists():
            texts.filter(pk=texts[0].pk).update(is_source=True)

    def _warn_of_draft(self, request, listing):
        if hasattr(listing, "draft"):
            warning = _("There is a draft from before this change. Publishing it would undo the change.")
            self.message_user(request, warning, messages.WARNING)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, ArrayField) and isinstance(db_field.base_field, CodeField):
            return CodeMultipleChoiceField(
                list_name=db_field.base_field.list_name, label=db_field.verbose_name, required=not db_field.blank
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

from typing import Any

from django.contrib import admin
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from listings.admin import ReadOnlyAdmin
from matching.models import Likeness, Match, Nudge, Run, RunBlock, Snapshot, TextVector, WeightChoice, WeightSet


class OfListingAdmin(ReadOnlyAdmin):
    """Of rows that a listing takes along when it is deleted. On their own pages they are only looked at."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        own = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")
        return not request.path.startswith(own)


@admin.register(Match)
class MatchAdmin(OfListingAdmin):
    list_display = ["need", "startup", "band", "score", "need_rank", "startup_rank", "scored_at"]
    list_filter = ["band", "need__topics__domain", "startup__technologies__sector", "weights_version"]
    list_select_related = ["need", "startup"]
    search_fields = ["need__texts__title", "startup__name", "startup__name_zh", "startup__slug"]
    fields = [
        "need", "startup", "band", "score", "parts", "need_rank", "startup_rank", "weights_version", "snapshot_version",
        "scored_at",
    ]  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Match]:
        return super().get_queryset(request).prefetch_related("need__texts")


@admin.register(Nudge)
class NudgeAdmin(OfListingAdmin):
    list_display = ["startup", "size"]
    list_select_related = ["startup"]
    search_fields = ["startup__name", "startup__name_zh", "startup__slug"]


class RunBlockInline(admin.TabularInline):
    model = RunBlock
    fields = ["number", "is_scored"]
    readonly_fields = ["number", "is_scored"]
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[RunBlock]:
        has_result = ExpressionWrapper(Q(result__isnull=False), BooleanField())
        # Results are megabytes: the database says whether there is one.
        return super().get_queryset(request).defer("reached", "result").annotate(has_result=has_result)

    @admin.display(boolean=True, description=_("scored"))
    def is_scored(self, block: Any) -> bool:
        return block.has_result or block.run.state == Run.State.DONE


@admin.register(Run)
class RunAdmin(ReadOnlyAdmin):
    list_display = ["id", "kind", "state", "needs", "startups", "matches", "started_at", "finished_at", "error"]
    list_filter = ["state", "kind"]
    list_select_related = ["snapshot", "weights"]
    search_fields = ["error", "snapshot__version"]
    date_hierarchy = "started_at"
    inlines = [RunBlockInline]


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    list_display = ["version", "startups", "is_current", "made_at"]
    list_filter = ["is_current"]
    search_fields = ["version"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        return super().get_queryset(request).defer("data")


class WeightChoiceInline(admin.TabularInline):
    model = WeightChoice
    can_delete = False
    extra = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(WeightSet)
class WeightSetAdmin(ReadOnlyAdmin):
    list_display = ["version", "base", "loses", "is_current", "made_at"]
    list_filter = ["is_current", "loses", "base"]
    search_fields = ["version"]
    inlines = [WeightChoiceInline]


@admin.register(TextVector)
class TextVectorAdmin(ReadOnlyAdmin):
    list_display = ["subject", "key", "model", "text_hash"]
    list_filter = ["subject", "model"]
    search_fields = ["key", "text_hash"]
    exclude = ["vector"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[TextVector]:
        return super().get_queryset(request).defer("vector")


@admin.register(Likeness)
class LikenessAdmin(ReadOnlyAdmin):
    list_display = ["subject", "first", "second", "closeness", "is_same"]
    list_filter = ["subject", "is_same"]
    search_fields = ["=first", "=second"]

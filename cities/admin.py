from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonField
from cities import membership, services
from cities.documents import budget_band_of
from cities.models import (
    MOST_TOPICS,
    City,
    Department,
    JoinRequest,
    Kpi,
    Need,
    NeedDraft,
    NeedText,
    NeedTopic,
    NothingFits,
    Official,
    PilotProgramme,
    Province,
    Question,
    Requirement,
)
from listings.admin import COMPUTED, CodeListFilter, DraftAdmin, ListingAdmin, ReadOnlyAdmin, TextInline
from taxonomy import codes
from taxonomy.admin import ReferenceAdmin


class PlaceAdmin(ReferenceAdmin):
    def changelist_view(self, request, extra_context=None):
        source = _("Read only. Edit the files in cities/reference, then run “manage.py load_reference”.")
        return super().changelist_view(request, {"subtitle": source, **(extra_context or {})})


@admin.register(Province)
class ProvinceAdmin(PlaceAdmin):
    list_display = ["code", "name_en", "name_zh", "name_he", "is_retired"]


@admin.register(PilotProgramme)
class PilotProgrammeAdmin(PlaceAdmin):
    list_display = ["code", "name_en", "name_zh", "year", "notice", "is_retired"]
    list_filter = ["is_retired", "year"]
    search_fields = [*PlaceAdmin.search_fields, "notice"]


@admin.register(City)
class CityAdmin(PlaceAdmin):
    list_display = ["code", "province", "name_en", "name_zh", "name_he", "level", "population_band", "is_retired"]
    list_filter = ["is_retired", "level", ("population_band", CodeListFilter), "pilots", "province"]
    list_select_related = ["province"]
    search_fields = [*PlaceAdmin.search_fields, "slug"]


class OfficialForm(forms.ModelForm):
    user = PersonField()

    class Meta:
        model = Official
        fields = ["user"]


class OfficialInline(admin.TabularInline):
    model = Official
    form = OfficialForm
    extra = 0
    readonly_fields = ["since"]


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    list_display = ["name_zh", "name_en", "city", "kind", "is_operator", "is_verified"]
    list_filter = ["is_operator", "kind", "city__province"]
    list_select_related = ["city", "kind"]
    search_fields = ["name_zh", "name_en", "city__name_zh", "city__name_en", "officials__user__email"]
    autocomplete_fields = ["city", "kind"]
    inlines = [OfficialInline]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("verifications")

    @admin.display(boolean=True, description=_("verified"))
    def is_verified(self, department):
        return department.is_verified


class NeedTextInline(TextInline):
    model = NeedText


class TopicInline(admin.TabularInline):
    model = NeedTopic
    extra = 0
    max_num = MOST_TOPICS
    autocomplete_fields = ["topic"]


class KpiInline(admin.StackedInline):
    model = Kpi
    extra = 0


class RequirementInline(admin.TabularInline):
    model = Requirement
    extra = 0


@admin.register(Need)
class NeedAdmin(ListingAdmin):
    services = services
    # A draft may have no title yet, and so nothing to click on but its number.
    list_display_links = ["id", "title"]
    list_display = [
        "id", "title", "status", "visibility", "department", "city", "topic", "stage_name", "reply_by", "is_demo",
        "is_scored", "published_at",
    ]  # fmt: skip
    list_filter = [
        "status",
        "visibility",
        "is_city_hidden",
        "is_demo",
        "topics__domain",
        ("stage", CodeListFilter),
        ("budget_band", CodeListFilter),
        ("closing_reason", CodeListFilter),
        "department__city__province",
    ]
    search_fields = [
        "texts__title", "department__name_zh", "department__name_en", "department__city__name_zh",
        "department__city__name_en", "contact_email",
    ]  # fmt: skip
    autocomplete_fields = ["department", "excluded_technologies"]
    readonly_fields = [*COMPUTED, "closing_reason"]
    inlines = [NeedTextInline, TopicInline, KpiInline, RequirementInline]
    fieldsets = [
        (None, {"fields": ["department", "district_zh", "district_en", "stage"]}),
        (_("Budget"), {"fields": ["budget_band", "budget_cny", "route", "ip_terms", "excluded_technologies"]}),
        (_("Dates"), {"fields": ["reply_by", "expires_on", "last_confirmed_on"]}),
        (_("Contact"), {"fields": ["contact_name", "contact_email", "contact_phone"]}),
        (_("Platform"), {"fields": ["visibility", "is_city_hidden", "is_demo", "source"]}),
        (_("Computed"), {"fields": [*COMPUTED, "closing_reason"], "classes": ["collapse"]}),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_card()

    def save_model(self, request, need, form, change):
        if need.budget_cny is not None:
            need.budget_band = budget_band_of(need.budget_cny)
        super().save_model(request, need, form, change)

    @admin.display(description=_("city"), ordering="department__city")
    def city(self, need):
        return need.city

    @admin.display(description=_("topic"))
    def topic(self, need):
        return next(iter(need.subjects), None)

    @admin.display(description=_("stage"), ordering="stage")
    def stage_name(self, need):
        return need.get_stage_display()


@admin.register(NeedDraft)
class NeedDraftAdmin(DraftAdmin):
    list_display = ["need", "author", "base_revision", "updated_at"]
    list_select_related = ["author"]
    search_fields = ["need__texts__title", "author__email"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("need__texts")


@admin.register(NothingFits)
class NothingFitsAdmin(ReadOnlyAdmin):
    """For curators, who look for other startups or other words."""

    list_display = ["need", "reason_names", "words", "at", "by"]
    list_select_related = ["by"]
    date_hierarchy = "at"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("need__texts")

    @admin.display(description=_("reasons"))
    def reason_names(self, answer):
        return ", ".join(codes.label("reason_no", code) for code in answer.reasons)


@admin.register(Question)
class QuestionAdmin(ReadOnlyAdmin):
    """Who asked is read here only."""

    list_display = ["need", "words", "asked_by", "asked_at", "answered_by", "answered_at", "blocked_at"]
    list_select_related = ["asked_by", "answered_by"]
    list_filter = ["answered_at", "blocked_at"]
    search_fields = ["words", "answer"]
    date_hierarchy = "asked_at"

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("need__texts")


@admin.register(JoinRequest)
class JoinRequestAdmin(ReadOnlyAdmin):
    """Where a department has nobody left who could answer."""

    list_display = ["user", "department", "asked_at"]
    list_select_related = ["user", "department"]
    actions = ["let_in"]

    @admin.action(description=_("Let in"))
    def let_in(self, request, asked):
        for join_request in asked:
            membership.let_in(join_request)

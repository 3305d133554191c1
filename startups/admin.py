from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonField
from listings.admin import COMPUTED, CodeListFilter, DraftAdmin, ListingAdmin, TextInline
from startups import services
from startups.models import (
    MOST_TECHNOLOGIES,
    Certificate,
    Deployment,
    Member,
    ProfileDraft,
    Startup,
    StartupTechnology,
    StartupText,
)


class StartupTextInline(TextInline):
    model = StartupText


class TechnologyInline(admin.TabularInline):
    model = StartupTechnology
    extra = 0
    max_num = MOST_TECHNOLOGIES
    autocomplete_fields = ["technology"]


class DeploymentInline(admin.StackedInline):
    model = Deployment
    extra = 0


class CertificateInline(admin.TabularInline):
    model = Certificate
    extra = 0


class MemberForm(forms.ModelForm):
    user = PersonField()

    class Meta:
        model = Member
        fields = ["user", "role"]


class MemberInline(admin.TabularInline):
    model = Member
    form = MemberForm
    extra = 0
    readonly_fields = ["since"]


@admin.register(Startup)
class StartupAdmin(ListingAdmin):
    services = services
    list_display = [
        "name", "status", "visibility", "technology", "is_verified", "is_demo", "is_scored", "published_at",
    ]  # fmt: skip
    list_filter = [
        "status",
        "visibility",
        "is_demo",
        "technologies__sector",
        ("presence", CodeListFilter),
        ("production", CodeListFilter),
    ]
    search_fields = ["slug", "name", "name_zh", "name_he", "legal_name", "texts__headline", "contact_email"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["excluded_topics"]
    inlines = [
        StartupTextInline, TechnologyInline, DeploymentInline, CertificateInline, MemberInline,
    ]  # fmt: skip
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "name", "name_zh", "name_he", "slug", "legal_name", "website", "founded_year", "home_city",
                    "team_size",
                ]
            },
        ),
        (_("Maturity"), {"fields": ["trl", "units_in_operation", "years_in_operation", "awards"]}),
        (_("Company"), {"fields": ["founders", "investors", "funding_stage", "total_raised_usd"]}),
        (_("Pilot"), {"fields": ["pilot_cost_low", "pilot_cost_high", "pilot_weeks", "city_brings"]}),
        (
            _("Readiness for China"),
            {
                "fields": [
                    "presence", "production", "materials_in_chinese", "data_in_china", "mlps_level", "interfaces",
                    "team_languages",
                ]
            },
        ),
        (_("Terms"), {"fields": ["cooperation", "ip_terms", "excluded_topics", "excluded_cities"]}),
        (_("Contact"), {"fields": ["contact_name", "contact_email", "contact_phone", "contact_wechat"]}),
        (_("Platform"), {"fields": ["visibility", "last_confirmed_on", "is_demo", "source"]}),
        (_("Computed"), {"fields": COMPUTED, "classes": ["collapse"]}),
    ]  # fmt: skip

    def get_queryset(self, request):
        return super().get_queryset(request).with_card()

    @admin.display(description=_("technology"))
    def technology(self, startup):
        return next(iter(startup.offered), None)

    @admin.display(boolean=True, description=_("verified"))
    def is_verified(self, startup):
        return bool(startup.current_verifications)


@admin.register(ProfileDraft)
class ProfileDraftAdmin(DraftAdmin):
    list_display = ["startup", "author", "base_revision", "updated_at"]
    list_select_related = ["startup", "author"]
    search_fields = ["startup__name", "startup__slug", "author__email"]

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from taxonomy.models import Affinity, Caution, Code, DepartmentKind, Domain, Sector, Technology, Topic


class ReferenceAdmin(admin.ModelAdmin):
    """For looking up. The files are the source: what was changed here, the next load would undo."""

    list_filter = ["is_retired"]
    search_fields = ["code", "name_en", "name_zh", "name_he"]
    list_display = ["code", "name_en", "name_zh", "name_he", "is_retired"]

    def changelist_view(self, request, extra_context=None):
        source = _("Read only. Edit the files in taxonomy/reference, then run “manage.py load_reference”.")
        return super().changelist_view(request, {"subtitle": source, **(extra_context or {})})

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


admin.site.register([Sector, Domain], ReferenceAdmin)


@admin.register(Technology)
class TechnologyAdmin(ReferenceAdmin):
    list_display = ["code", "sector", "name_en", "name_zh", "name_he", "is_retired"]
    list_filter = ["is_retired", "sector", "cautions"]
    list_select_related = ["sector"]
    search_fields = [*ReferenceAdmin.search_fields, "keywords_en", "keywords_zh"]


@admin.register(Topic)
class TopicAdmin(ReferenceAdmin):
    list_display = ["code", "domain", "name_en", "name_zh", "name_he", "is_retired"]
    list_filter = ["is_retired", "domain", "departments"]
    list_select_related = ["domain"]
    search_fields = [*ReferenceAdmin.search_fields, "keywords_en", "keywords_zh"]


@admin.register(Affinity)
class AffinityAdmin(ReferenceAdmin):
    list_display = ["technology", "topic", "weight"]
    list_filter = ["topic__domain", "technology__sector"]
    list_select_related = ["technology", "topic"]
    search_fields = ["technology__code", "technology__name_en", "topic__code", "topic__name_en"]


@admin.register(Caution)
class CautionAdmin(ReferenceAdmin):
    list_display = ["code", "side", "caps", "text_en", "text_zh", "is_retired"]
    list_filter = ["is_retired", "side", "caps"]
    search_fields = ["code", "text_en", "text_zh", "text_he"]


@admin.register(DepartmentKind)
class DepartmentKindAdmin(ReferenceAdmin):
    list_display = ["code", "name_en", "name_zh", "name_he", "is_operator", "is_retired"]
    list_filter = ["is_retired", "is_operator"]
    search_fields = [*ReferenceAdmin.search_fields, "aliases_zh"]


@admin.register(Code)
class CodeAdmin(ReferenceAdmin):
    list_display = ["list", "code", "name_en", "name_zh", "name_he", "is_retired"]
    list_filter = ["is_retired", "list"]
    search_fields = [*ReferenceAdmin.search_fields, "list"]

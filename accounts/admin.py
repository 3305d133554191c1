from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.models import User
from accounts.services import delete_account

RIGHTS = ("is_staff", "is_curator", "is_superuser", "groups", "user_permissions")


@login_not_required
@never_cache
def enter(request, extra_context=None):
    """The admin has no door of its own: whatever guards the site's guards it too."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise Http404
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"), settings.LOGIN_URL)


admin.site.login = enter
# One shows the secrets of second factors, the other cannot search; each person has pages of their own for both.
admin.site.unregister([Authenticator, UserSession])
admin.site.site_header = admin.site.site_title = _("Matchmaker: raw data")


class PersonCreationForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email", "full_name"]


@admin.register(User)
class PersonAdmin(UserAdmin):
    add_form = PersonCreationForm
    list_display = [
        "__str__", "email", "sign_in_name", "role", "is_active", "is_staff", "is_curator", "persona", "last_login",
    ]  # fmt: skip
    list_filter = ["role", "is_active", "is_staff", "is_curator", "is_superuser", "persona", "language"]
    search_fields = ["email", "sign_in_name", "full_name"]
    ordering = ["email"]
    readonly_fields = ["sign_in_name", "joined_at", "last_login"]
    fieldsets = [
        (None, {"fields": ["email", "sign_in_name", "password", "full_name", "role", "language", "persona"]}),
        (_("Rights"), {"fields": ["is_active", *RIGHTS]}),
        (_("Dates"), {"fields": ["joined_at", "last_login"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "full_name", "usable_password", "password1", "password2"]})]

    actions = ["remove_second_factor"]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        # Whoever may edit people must not be able to give rights, to themselves above all.
        return fields if request.user.is_superuser else [*fields, *RIGHTS]

    @admin.action(description=_("Remove the second factor (telephone lost)"), permissions=["reset"])
    def remove_second_factor(self, request, people):
        Authenticator.objects.filter(user__in=people).delete()
        self.message_user(request, _("Removed. Curators set up a new one when they sign in next."), messages.SUCCESS)

    def delete_model(self, request, obj):
        delete_account(obj)

    def delete_queryset(self, request, queryset):
        for user in queryset:
            delete_account(user)

    def has_reset_permission(self, request):
        return request.user.is_superuser

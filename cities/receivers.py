"""What an invitation's code brings: a place in the department that issued it."""

from django.dispatch import receiver

from accounts.models import Invitation
from accounts.signals import invitation_accepted
from cities import membership
from cities.models import DepartmentInvitation


@receiver(invitation_accepted, sender=Invitation)
def join_department(invitation, user, **_kwargs):
    found = DepartmentInvitation.objects.filter(invitation=invitation).select_related("department").first()
    if found:
        membership.join(found.department, user)

from functools import lru_cache

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import legal


class UserQuerySet(models.QuerySet):
    def with_standing(self):
        """With what every request asks of a person: whether they have agreed, and have a second factor."""
        return self.annotate(**_standing(legal.VERSIONS["terms"], legal.VERSIONS["privacy"]))


@lru_cache(maxsize=1)
def _standing(terms: str, privacy: str) -> dict[str, Q | Exists]:
    # Put together once for these versions: that was half of the time in which each request loads its person.
    from accounts.models import Consent

    own_consents = Consent.objects.standing().filter(user=OuterRef("pk"))
    own_factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    return {
        "has_agreed": Q(
            Exists(own_consents.filter(document="terms", version=terms))
            & Exists(own_consents.filter(document="privacy", version=privacy))
        ),
        "has_second_factor": Exists(own_factors),
    }


class ConsentQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at__isnull=True)

    def to_current(self, document):
        """Those to the version of the document that holds today."""
        return self.standing().filter(document=document, version=legal.VERSIONS[document])

    def to_current_documents(self):
        """Those that nobody may do without."""
        return self.to_current("terms") | self.to_current("privacy")


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Not used, not revoked, not expired."""
        return self.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())

    def visible_to(self, user):
        return self.all() if user.is_authenticated and user.is_curator else self.none()

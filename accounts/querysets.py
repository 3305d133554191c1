from functools import lru_cache

from allauth.mfa.models import Authenticator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts import legal


class UserQuerySet(models.QuerySet):
    def signed_in(self, pk):
        """The active person of a session, with what every request asks of them; None where there is none."""
        statement, values = _standing(legal.VERSIONS["terms"], legal.VERSIONS["privacy"])
        return next(iter(self.raw(statement, (*values, pk))), None)


@lru_cache(maxsize=1)
def _standing(terms: str, privacy: str) -> tuple[str, tuple]:
    """A person with whether they have agreed, and have a second factor: SQL, and its values but the last, the id.

    Compiled once for these versions: that took each request several times as long as the rest of loading its person.
    """
    from accounts.models import Consent, User

    own_consents = Consent.objects.standing().filter(user=OuterRef("pk"))
    own_factors = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    people = User.objects.annotate(
        has_agreed=Q(
            Exists(own_consents.filter(document="terms", version=terms))
            & Exists(own_consents.filter(document="privacy", version=privacy))
        ),
        has_second_factor=Exists(own_factors),
    )
    statement, values = people.filter(is_active=True).filter(pk=0).query.sql_with_params()
    return statement, values[:-1]


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

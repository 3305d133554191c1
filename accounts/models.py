from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from knox.models import AbstractAuthToken, AuthTokenManager

from accounts.querysets import ConsentQuerySet, InvitationQuerySet, UserQuerySet


class Role(models.TextChoices):
    FOUNDER = "founder", _("Startup")
    OFFICIAL = "official", pgettext_lazy("role", "City")


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def create_user(self, email=None, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower() or None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    @transaction.atomic
    def create_superuser(self, email, password=None, **fields):
        """Whoever may run commands on the server vouches for the address."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, is_curator=True, **fields)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username):
        return self.get(email=username.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail, or by a name that came with an invitation where e-mail is of no use.

    Which startup or department they act for is those apps' knowledge.
    """

    class Persona(models.TextChoices):
        OFFICIAL = "official", _("Official")
        FOUNDER = "founder", _("Founder")
        CURATOR = "curator", _("Curator")

    email = models.EmailField(
        _("e-mail"),
        max_length=254,
        unique=True,
        null=True,
        blank=True,
        error_messages={"unique": _("This e-mail address is in use.")},
    )
    sign_in_name = models.CharField(
        _("sign-in name"),
        max_length=40,
        unique=True,
        null=True,
        blank=True,
        help_text=_("For people without e-mail: comes with their invitation code."),
    )
    full_name = models.CharField(_("name"), max_length=120, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the admin"), default=False)
    is_curator = models.BooleanField(_("curator"), default=False)
    persona = models.CharField(
        _("demo persona"),
        max_length=20,
        blank=True,
        choices=Persona,
        help_text=_("Signs in with one click, in demo mode only."),
    )
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.CheckConstraint(condition=~Q(email=""), name="user_email_not_empty"),
            models.CheckConstraint(
                condition=Q(sign_in_name=Lower("sign_in_name")), name="user_sign_in_name_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(email__isnull=False) | Q(sign_in_name__isnull=False),
                name="user_can_be_named",
                violation_error_message=_("A person needs an e-mail address or a sign-in name."),
            ),
            models.UniqueConstraint("persona", condition=~Q(persona=""), name="user_persona_once"),
        ]

    def __str__(self):
        return self.full_name or self.email or self.sign_in_name

    def clean(self):
        super().clean()
        self.email = (self.email or "").lower() or None

    @property
    def is_demo_persona(self) -> bool:
        return bool(self.persona and settings.DEMO_MODE)

    @property
    def must_have_second_factor(self) -> bool:
        """Whoever can change what others see must not be one stolen password away from it."""
        return (self.is_curator or self.is_staff or self.is_superuser) and not self.is_demo_persona

    # `UserQuerySet.signed_in` answers both in the query that loads the person.
    @cached_property
    def has_second_factor(self) -> bool:
        return Authenticator.objects.filter(user=self, type=Authenticator.Type.TOTP).exists()

    @cached_property
    def has_agreed(self) -> bool:
        return self.consents.to_current_documents().count() == 2

    @property
    def lacks_second_factor(self) -> bool:
        return self.must_have_second_factor and not self.has_second_factor

    @property
    def lacks_consent(self) -> bool:
        return not (self.has_agreed or self.is_demo_persona)


class Consent(models.Model):
    """That a person agreed to a document, in which version, read in which language, and when."""

    class Document(models.TextChoices):
        TERMS = "terms", _("Terms of use")
        PRIVACY = "privacy", _("Privacy notice")
        TRANSFER = "transfer", _("Transfer of personal data across borders")

    user = models.ForeignKey(User, models.CASCADE, related_name="consents", verbose_name=_("user"))
    document = models.CharField(_("document"), max_length=10, choices=Document)
    version = models.CharField(_("version"), max_length=10)
    language = models.CharField(_("language it was shown in"), max_length=10)
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-given_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "document", "version"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_once_a_version",
            ),
        ]

    def __str__(self):
        return f"{self.get_document_display()} {self.version}"


class Invitation(models.Model):
    """A code by which somebody whom a curator knows joins, or gets a new password, without e-mail.

    The code itself is shown once and never stored. An app above may keep a row of its own for an invitation (which
    department the official will join) and act on the signal `invitation_accepted`.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    sign_in_name = models.CharField(_("sign-in name"), max_length=40, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=Role)
    for_whom = models.CharField(
        _("for whom"), max_length=160, help_text=_("Name, office and how you know them; seen by curators only.")
    )
    account = models.ForeignKey(
        User,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="renewals",
        verbose_name=_("account that gets a new password"),
    )
    issued_by = models.ForeignKey(
        User, models.SET_NULL, null=True, related_name="issued_invitations", verbose_name=_("issued by")
    )
    issued_at = models.DateTimeField(_("issued"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    used_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations", verbose_name=_("used by")
    )
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-issued_at", "-id"]

    def __str__(self):
        return self.sign_in_name

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > timezone.now()


class ApiToken(AbstractAuthToken):
    """A key for a program that acts as this person. Only its digest is stored."""

    name = models.CharField(_("what it is for"), max_length=80)

    objects = AuthTokenManager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created"]

    def __str__(self):
        return self.name

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_curator=True, **fields)

    def get_by_natural_key(self, username):
        return self.get(email=username.lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Which startup or department they act for is those apps' knowledge."""

    class Persona(models.TextChoices):
        OFFICIAL = "official", _("Official")
        FOUNDER = "founder", _("Founder")
        CURATOR = "curator", _("Curator")

    email = models.EmailField(
        _("e-mail"), max_length=254, unique=True, error_messages={"unique": _("This e-mail address is in use.")}
    )
    full_name = models.CharField(_("name"), max_length=120, blank=True)
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
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="user_email_in_lower_case"),
            models.UniqueConstraint("persona", condition=~models.Q(persona=""), name="user_persona_once"),
        ]

    def __str__(self):
        return self.full_name or self.email

    def clean(self):
        super().clean()
        self.email = self.email.lower()

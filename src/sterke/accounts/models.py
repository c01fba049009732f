from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Standing, standing_of

from .emails import normal_email


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, **fields: Any) -> "User":
        user = self.model(email=normal_email(email), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, **fields: Any) -> "User":
        """The technical operator (``is_superuser``); never the secretariat, which is a dated role."""
        return self.create_user(email, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=normal_email(username or ""))

    def clockwork(self) -> "User":
        """The one user that acts for the schedule and the registers. It cannot sign in."""
        found = self.filter(email="clockwork@system.invalid").first()
        return found or self.create_user("clockwork@system.invalid", name="Klokka", is_active=False)


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]
    email = models.EmailField(_("e-mail"), max_length=320, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nb", "Bokmål"), ("en", "English")], default="nb"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("technical operator"), default=False)
    date_joined = models.DateTimeField(_("created"), default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_an_address")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0] or self.email

    # Wagtail shows people by first and last name.
    @property
    def first_name(self) -> str:
        return self.get_short_name()

    @property
    def last_name(self) -> str:
        return self.name.partition(" ")[2]

    @cached_property
    def standing(self) -> Standing:
        """What this user may be today. Worked out once for each loaded user, that is for each request."""
        return standing_of(self, timezone.localdate()) if self.is_active else Standing()

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        self.__dict__.pop("standing", None)
        super().refresh_from_db(*args, **kwargs)

    @property
    def is_secretary(self) -> bool:
        return self.standing.secretary

    @property
    def is_board(self) -> bool:
        return self.standing.board

    @property
    def is_member(self) -> bool:
        """Works today in a member company, sits on the board, or is the secretariat."""
        return self.standing.member or self.standing.board or self.standing.secretary


class Consent(models.Model):
    """A line in the consent ledger: given or withdrawn, to what text, how. Lines are added, never changed."""

    address = models.EmailField(_("e-mail"), max_length=320, db_index=True)
    user = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="consents", verbose_name=_("user")
    )
    purpose = models.CharField(_("purpose"), max_length=40)
    given = models.BooleanField(_("given"))
    text = models.TextField(_("the text shown"))
    text_version = models.CharField(_("version of the text"), max_length=20)
    how = models.CharField(_("how"), max_length=200)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.purpose}: {self.address}"


class Erasure(models.Model):
    """Proof that a person was erased, without saying who: a salted hash of each address, re-applied after a restore."""

    fingerprint = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(_("when"), default=timezone.now)
    reason = models.CharField(_("reason"), max_length=100)

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.reason}"


class AccessRequestQuerySet(models.QuerySet):
    def waiting(self) -> "AccessRequestQuerySet":
        """Those that a person in the secretariat must answer."""
        return self.filter(answered_at=None).exclude(waits_since=None)


class AccessRequest(models.Model):
    """Somebody without an account asked what we keep about them. ``waits_since`` is set when a person must answer."""

    class Wish(models.TextChoices):
        SEE = "see", _("see what there is")
        ERASE = "erase", _("be deleted")
        CORRECT = "correct", _("have something put right")

    address = models.EmailField(_("e-mail"), max_length=320, db_index=True)
    language = models.CharField(max_length=5, default="nb")
    wish = models.CharField(_("wants to"), max_length=10, choices=Wish, default=Wish.SEE)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    waits_since = models.DateTimeField(_("waits for us since"), null=True, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for one's own data")
        verbose_name_plural = _("requests for one's own data")
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d}"

    @property
    def due_on(self) -> date:
        """The law gives a month."""
        return timezone.localdate(self.waits_since or self.asked_at) + timedelta(days=30)


class TokenQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "TokenQuerySet":
        """One's own, also for the secretariat."""
        return self.filter(user=user.pk) if user.is_authenticated else self.none()

    def alive(self) -> "TokenQuerySet":
        return self.filter(ended_at=None, expires_at__gt=timezone.now())


class Token(models.Model):
    """A personal key to the API (tokens.py): reads what its owner may see, writes nothing. Only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("user"))
    name = models.CharField(_("name"), max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    start = models.CharField(_("begins with"), max_length=10)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_at = models.DateTimeField(_("runs out"))
    used_on = models.DateField(_("last used"), null=True, blank=True)  # the day is enough: one write a day
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    objects = TokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.name

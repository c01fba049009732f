from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .keys import key_of
from .question import Question
from .search.models import SearchEntry, SearchPosting, SearchState, SearchWord
from .visibility import Visibility, VisibleQuerySet


class Cluster(models.Model):
    """Whose house this is: one row, filled from a cluster profile (docs/operations.md)."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    quorum = models.PositiveSmallIntegerField(_("board members who must endorse an application"), default=2)
    quiet_months = models.PositiveSmallIntegerField(
        _("months without anybody at a gathering after which a member is quiet"), default=12
    )
    mail_held = models.BooleanField(_("outgoing mail held back"), default=False)
    texts = models.JSONField(_("texts"), default=dict, blank=True, help_text=_("Texts by key and language."))

    class Meta:
        verbose_name = _("cluster")
        verbose_name_plural = _("cluster")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Cluster":
        """The one cluster; an unsaved, nameless one before ``sterke init``."""
        return the_cluster().first() or cls(slug="cluster", name="Cluster")

    def text(self, key: str, language: str | None = None) -> str:
        """A profile text in the reader's language, else in bokmål, else empty."""
        in_languages = self.texts.get(key, {})
        return in_languages.get(language or get_language() or "nb") or in_languages.get("nb", "")


the_cluster = Question(lambda: Cluster.objects.order_by("pk"))


class ActivityQuerySet(VisibleQuerySet):
    def about(self, row: models.Model | str) -> "ActivityQuerySet":
        """The history of a row, or of the row with this key."""
        return self.filter(topics__key=row if isinstance(row, str) else key_of(row)).distinct()


class Activity(models.Model):
    """One line of history: who did what to what, when. Labels, not foreign keys: it outlives what it tells of."""

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    verb = models.CharField(_("what happened"), max_length=60)
    actor = models.CharField(_("who"), max_length=200)
    actor_key = models.CharField(max_length=80, blank=True, db_index=True)
    subject = models.CharField(_("to what"), max_length=300)
    subject_key = models.CharField(max_length=80, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.verb}: {self.subject}"


class ActivityTopic(models.Model):
    """The rows an activity is about, so that each of them can show it in its timeline."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="topics")
    key = models.CharField(max_length=80, db_index=True)

    def __str__(self) -> str:
        return self.key


class OutgoingMail(models.Model):
    """A letter in the outbox, written in the same transaction as the change it tells of."""

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        SENDING = "sending", _("sending")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        UNCERTAIN = "uncertain", _("uncertain")

    class Kind(models.TextChoices):
        SERVICE = "service", _("service")
        MEMBER = "member", _("member information")
        BULK = "bulk", _("newsletter")

    key = models.CharField(max_length=200, unique=True, help_text=_("The same key is never sent twice."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SERVICE)
    purpose = models.CharField(_("purpose"), max_length=60)
    to = models.EmailField(_("to"), max_length=320)
    language = models.CharField(max_length=5, default="nb")
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))
    html = models.TextField(_("HTML"))
    headers = models.JSONField(default=dict, blank=True)
    calendar = models.TextField(_("calendar entry"), blank=True)  # iCalendar, with its METHOD
    about_key = models.CharField(max_length=80, blank=True, db_index=True)
    message_id = models.CharField(max_length=255)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("due"), default=timezone.now, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(_("last error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("written"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        ordering = ("-created_at", "-pk")
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="mail_newest"),
            models.Index(fields=["message_id"], name="mail_by_message_id"),
        ]

    def __str__(self) -> str:
        return self.subject


class SignedLink(models.Model):
    """A link in a mail that lets one person do one thing to one row until it expires. See core/links.py."""

    purpose = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=80, db_index=True)
    holder = models.EmailField(max_length=320, blank=True)
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    single_use = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("signed link")
        verbose_name_plural = _("signed links")

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject_key}"


class FetchedResponse(models.Model):
    """What an outside service answered, as it answered it, before anything was read out of it."""

    source = models.CharField(_("source"), max_length=40, db_index=True)
    url = models.URLField(_("address"), max_length=2000)
    status = models.PositiveSmallIntegerField(_("status"))
    content_type = models.CharField(max_length=100, blank=True)
    body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    fetched_at = models.DateTimeField(_("fetched"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("fetched response")
        verbose_name_plural = _("fetched responses")

    def __str__(self) -> str:
        return f"{self.status} {self.url}"


class Pulse(models.Model):
    """The last sign of life of a part of the house (worker, schedule), and what it last did."""

    name = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(default=timezone.now)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("pulse")
        verbose_name_plural = _("pulses")

    def __str__(self) -> str:
        return self.name


class Stamp(models.Model):
    """That something was written in a room. See core/stamps.py."""

    room = models.CharField(max_length=40)
    mark = models.BigIntegerField()

    class Meta:
        verbose_name = _("stamp")
        verbose_name_plural = _("stamps")

    def __str__(self) -> str:
        return self.room


class OnceKey(models.Model):
    """A form sent twice gets the first answer again. See core/once.py."""

    key = models.CharField(max_length=64, unique=True)
    answer = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("once key")
        verbose_name_plural = _("once keys")

    def __str__(self) -> str:
        return self.key


__all__: list[Any] = [
    "Activity",
    "ActivityTopic",
    "Cluster",
    "FetchedResponse",
    "OnceKey",
    "OutgoingMail",
    "Pulse",
    "SearchEntry",
    "SearchPosting",
    "SearchState",
    "SearchWord",
    "SignedLink",
    "Stamp",
]

"""An issue of the newsletter: what stands in it, whom it goes to, and how far it has come."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Person

from .subscriptions import Subscription


class Segment(models.Model):
    """A question that tells who: asked each time, so it never grows old. See segments.py for what it may ask."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    asks = models.JSONField(_("who"), default=dict, blank=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class IssueQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """What has begun to go out is for everybody, and each item for its audience; drafts for the secretariat."""
        return self.all() if is_secretary(user) else self.out()

    def out(self) -> Self:
        return self.exclude(number=None)


class NewsletterIssue(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        HELD = "held", _("held back")
        SENDING = "sending", _("going out")
        PAUSED = "paused", _("paused")
        BRAKED = "braked", _("stopped by itself")
        SENT = "sent", _("sent")

    number = models.PositiveIntegerField(_("number"), null=True, blank=True, unique=True)
    subject = models.CharField(_("subject"), max_length=150)
    greeting = models.TextField(_("greeting"), max_length=3000, blank=True)
    since = models.DateField(_("what is new since"), default=timezone.localdate)
    segment = models.ForeignKey(
        Segment, models.PROTECT, null=True, blank=True, related_name="issues", verbose_name=_("only to")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, db_index=True)
    held = models.CharField(_("why it is held back"), max_length=200, blank=True)
    send_at = models.DateTimeField(_("goes out"), null=True, blank=True)
    scheduled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    rate = models.PositiveIntegerField(_("letters a minute"), default=600)
    gathered_at = models.DateTimeField(null=True, blank=True, editable=False)  # all who get it are written down
    seen_bounces = models.PositiveIntegerField(default=0, editable=False)  # that a person let it go on in spite of
    seen_complaints = models.PositiveIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    created_at = models.DateTimeField(_("begun"), default=timezone.now)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue of the newsletter")
        verbose_name_plural = _("issues of the newsletter")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        if self.number is None:
            return path_to("publishing:edit_issue", self.pk)
        return path_to("publishing:issue", self.number)

    @property
    def is_draft(self) -> bool:
        return self.state in (self.State.DRAFT, self.State.HELD)

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.SENDING, self.State.PAUSED, self.State.BRAKED)


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if is_secretary(user) else self.filter(visibility__in=audiences_of(user), picked=True)


class NewsletterItem(models.Model):
    """One thing told: the words as they stood when it was picked, and the key of the row they are about."""

    AUDIENCES = [Visibility.PUBLIC, Visibility.MEMBERS]
    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="items", verbose_name=_("issue"))
    key = models.CharField(max_length=80, blank=True)  # of the row; empty for what the editor wrote
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), max_length=600, blank=True)
    url = models.CharField(_("link"), max_length=300, blank=True)
    day = models.DateField(_("day"), default=timezone.localdate)
    visibility = models.CharField(
        _("visible to"), max_length=20, default=Visibility.MEMBERS,
        choices=[(audience.value, audience.label) for audience in AUDIENCES],
    )  # fmt: skip
    picked = models.BooleanField(_("in the letter"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    objects = ItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of the newsletter")
        verbose_name_plural = _("items of the newsletter")
        ordering = ("order", "pk")
        constraints = [
            models.UniqueConstraint(fields=("issue", "key"), condition=~Q(key=""), name="an_item_stands_once")
        ]

    def __str__(self) -> str:
        return self.title


class RecipientQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        return self.filter(posted_at=None, skipped="")


class NewsletterRecipient(models.Model):
    """Who gets an issue, in which version, and why. Written down once, when it begins to go out."""

    class Edition(models.TextChoices):
        MEMBERS = "members", _("the members' letter")
        PUBLIC = "public", _("everybody's letter")

    issue = models.ForeignKey(NewsletterIssue, models.CASCADE, related_name="recipients", verbose_name=_("issue"))
    subscription = models.ForeignKey(
        Subscription, models.CASCADE, related_name="letters", verbose_name=_("subscription")
    )
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    edition = models.CharField(_("edition"), max_length=10, choices=Edition)
    reason = models.CharField(_("why they get it"), max_length=300)
    posted_at = models.DateTimeField(_("handed to the post"), null=True, blank=True)
    skipped = models.CharField(_("why it did not go"), max_length=100, blank=True)
    objects = RecipientQuerySet.as_manager()

    class Meta:
        verbose_name = _("recipient of the newsletter")
        verbose_name_plural = _("recipients of the newsletter")
        constraints = [models.UniqueConstraint(fields=("issue", "subscription"), name="one_letter_each")]
        indexes = [models.Index(fields=["issue", "posted_at"], name="recipients_waiting")]

    def __str__(self) -> str:
        return f"{self.issue}: {self.subscription}"


class MailReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.all() if is_secretary(user) else self.none()

    def unsettled(self) -> Self:
        return self.filter(settled_at=None)


class MailReport(models.Model):
    """What came back from an address: it does not exist, its mailbox is full, its reader complained."""

    class Kind(models.TextChoices):
        HARD = "hard", _("the address does not exist")
        SOFT = "soft", _("it could not be delivered this time")
        REFUSED = "refused", _("their server refuses our mail")
        COMPLAINT = "complaint", _("the reader said it was unwanted")
        AUTO_REPLY = "auto_reply", _("the reader is away")

    key = models.CharField(max_length=64, unique=True)  # of what told it: the same told twice is told once
    address = models.EmailField(_("e-mail"), max_length=320, db_index=True)
    kind = models.CharField(_("what came back"), max_length=12, choices=Kind)
    words = models.CharField(_("in their words"), max_length=300, blank=True)
    issue = models.ForeignKey(
        NewsletterIssue, models.SET_NULL, null=True, blank=True, related_name="reports", verbose_name=_("issue")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    settled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)
    objects = MailReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a mail that came back")
        verbose_name_plural = _("reports of mails that came back")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=["kind", "settled_at"], name="reports_unsettled")]

    def __str__(self) -> str:
        return f"{self.address}: {self.get_kind_display()}"

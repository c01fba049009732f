"""What those who decide have promised: by whom, in which office, where it was said, and what became of it."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.question import today
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Office, Organisation, Person

from .cases import SECURE, AdvocacyCase, in_language, of_cases
from .meetings import Meeting


class PromiseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience, with the case; to the public from the day it may be told."""
        if is_secretary(user):
            return self.all()
        rows = Q(visibility__in=audiences_of(user)) & (Q(embargo_until=None) | Q(embargo_until__lte=today()))
        if user.is_authenticated:
            rows |= Q(case__owner__user=user.pk)
            if user.is_board:
                rows |= Q(visibility__in=audiences_of(user))
        return self.filter(rows, case__in=of_cases(user))

    def open(self) -> Self:
        return self.filter(status=PoliticalPromise.Status.OPEN)


class PoliticalPromise(models.Model):
    """A promise outlives whoever gave it: the office has it, and the next holder inherits it."""

    class Status(models.TextChoices):
        OPEN = "open", _("still open")
        KEPT = "kept", _("kept")
        PARTLY = "partly_kept", _("partly kept")
        BROKEN = "broken", _("broken")
        LAPSED = "lapsed", _("lapsed")

    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="promises", verbose_name=_("case"))
    office = models.ForeignKey(Office, models.PROTECT, related_name="promises", verbose_name=_("public office"))
    holder = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="promises", verbose_name=_("who held it")
    )
    party = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("party")
    )
    paraphrase = models.CharField(_("what was promised, bokmål"), max_length=400)
    paraphrase_en = models.CharField(_("what was promised, English"), max_length=400, blank=True)
    said_on = models.DateField(_("promised"))
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="promises", verbose_name=_("in the meeting")
    )
    source = models.CharField(_("where it stands"), max_length=200, blank=True)
    source_url = models.URLField(_("link"), max_length=500, blank=True, validators=[SECURE])
    witnesses = models.CharField(_("who heard it"), max_length=300, blank=True)
    due = models.DateField(_("to be kept by"), null=True, blank=True)
    due_event = models.CharField(_("or by what, bokmål"), max_length=160, blank=True)
    due_event_en = models.CharField(_("or by what, English"), max_length=160, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.OPEN, editable=False)
    status_on = models.DateField(_("since"), null=True, blank=True, editable=False)
    reply = models.TextField(_("what the office answers, bokmål"), max_length=1500, blank=True)
    reply_en = models.TextField(_("what the office answers, English"), max_length=1500, blank=True)
    reply_on = models.DateField(_("answered"), null=True, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    embargo_until = models.DateField(_("not to be told before"), null=True, blank=True)
    reminded_for = models.DateField(null=True, blank=True, editable=False)  # the due day the owner got a mail of
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = PromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        ordering = ("-said_on", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(due=None) | Q(due__gte=models.F("said_on")), name="promise_looks_ahead"),
            models.CheckConstraint(condition=Q(meeting__isnull=False) | ~Q(source=""), name="promise_says_where"),
        ]
        indexes = [
            models.Index(fields=["status", "due"], name="promise_due"),
            models.Index(fields=["office", "said_on"], name="promise_office"),
        ]

    def __str__(self) -> str:
        return self.words("paraphrase")

    def get_absolute_url(self) -> str:
        return path_to("advocacy:promise", self.pk)

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN

    def is_overdue(self, on: date | None = None) -> bool:
        return self.is_open and self.due is not None and self.due < (on or timezone.localdate())


class OfPromiseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the promise."""
        if is_secretary(user):
            return self.all()
        return self.filter(promise__in=PoliticalPromise.objects.visible_to(user))


class PromiseOutcome(models.Model):
    """That a promise was found kept, broken … on a day, and how we know. The newest one is its status."""

    promise = models.ForeignKey(PoliticalPromise, models.CASCADE, related_name="outcomes", verbose_name=_("promise"))
    status = models.CharField(_("status"), max_length=12, choices=PoliticalPromise.Status)
    day = models.DateField(_("day"), default=timezone.localdate)
    evidence = models.CharField(_("how we know, bokmål"), max_length=500)
    evidence_en = models.CharField(_("how we know, English"), max_length=500, blank=True)
    evidence_url = models.URLField(_("link"), max_length=500, blank=True, validators=[SECURE])
    told_by = models.CharField(_("told by"), max_length=200)  # a label, as in history
    told_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    objects = OfPromiseQuerySet.as_manager()

    class Meta:
        verbose_name = _("outcome of a promise")
        verbose_name_plural = _("outcomes of promises")
        ordering = ("-day", "-pk")

    def __str__(self) -> str:
        return f"{self.get_status_display()}, {self.day}"

    def words(self, name: str) -> str:
        return in_language(self, name)

"""Board, nomination committee, secretariat; and people who leave a company."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import Visibility, VisibleQuerySet, is_secretary
from sterke.directory.models import Organisation, Person

from .dated import RunningQuerySet


class Body(models.Model):
    """The board, the nomination committee, the secretariat: people appointed for a term."""

    class Kind(models.TextChoices):
        BOARD = "board", _("board")
        NOMINATION = "nomination_committee", _("nomination committee")
        SECRETARIAT = "secretariat", _("secretariat")

    kind = models.CharField(_("kind"), max_length=30, choices=Kind, unique=True)
    name = models.CharField(_("name, bokmål"), max_length=100)
    name_en = models.CharField(_("name, English"), max_length=100, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("kind",)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class AppointmentQuerySet(RunningQuerySet):
    def visible_to(self, user: Any) -> "AppointmentQuerySet":
        return self.filter(body__in=Body.objects.visible_to(user))

    def in_posts_order(self) -> "AppointmentQuerySet":
        """Chair, deputy chair, members, deputies; then by name."""
        order = [models.When(post=post, then=models.Value(n)) for n, post in enumerate(Appointment.Post.values)]
        return self.order_by(models.Case(*order, default=models.Value(99)), "person__sort_key", "pk")


class Appointment(models.Model):
    class Post(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY_CHAIR = "deputy_chair", _("deputy chair")
        MEMBER = "board_member", _("member")
        ALTERNATE = "alternate", _("deputy member")
        CLUSTER_MANAGER = "cluster_manager", _("cluster manager")
        PROJECT_MANAGER = "project_manager", _("project manager")

    class Election(models.TextChoices):
        ELECTED = "elected", _("elected")
        REELECTED = "reelected", _("re-elected")
        BY_ELECTION = "by_election", _("by-election")
        HIRED = "hired", _("hired")

    body = models.ForeignKey(Body, models.CASCADE, related_name="appointments", verbose_name=_("body"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="appointments", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("organisation"),
    )
    post = models.CharField(_("post"), max_length=20, choices=Post, default=Post.MEMBER)
    election = models.CharField(_("how"), max_length=20, choices=Election, default=Election.ELECTED)
    term_years = models.PositiveSmallIntegerField(_("years"), null=True, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("valid_from", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["body", "person", "post"], condition=Q(valid_to=None), name="one_open_appointment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_post_display()}"

    @property
    def term_ends(self) -> date | None:
        """The last day of the term; None for a post without one."""
        if not self.term_years:
            return None
        first = self.valid_from - timedelta(days=1)
        return first.replace(year=first.year + self.term_years, day=min(first.day, 28 if first.month == 2 else 31))


class DepartureQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "DepartureQuerySet":
        if is_secretary(user):
            return self.all()
        return self.filter(organisation__in=user.standing.main_contact_of) if user.is_authenticated else self.none()

    def open(self) -> "DepartureQuerySet":
        return self.filter(answered_at=None)


class Departure(models.Model):
    """A person who leaves a company, what ended with it, and whether the company has said who takes over."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="departures", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="departures", verbose_name=_("organisation")
    )
    left_on = models.DateField(_("last day"))
    was_main_contact = models.BooleanField(_("was main contact"), default=False)
    ended = models.JSONField(_("what ended"), default=list, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    successor = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="successions", verbose_name=_("successor")
    )
    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ("-left_on", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"], condition=Q(answered_at=None), name="one_open_departure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

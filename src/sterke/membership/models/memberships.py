"""Who is a member, since when, and who wants to be: applications and what the board says to them."""

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.core.question import Question, today
from sterke.directory.models import Organisation, Person
from sterke.region.models import Municipality

from .bodies import Appointment, Body


class MembershipCategory(models.Model):
    code = models.SlugField(_("code"), unique=True)  # core, associate, supporting
    name = models.CharField(_("name, bokmål"), max_length=100)
    name_en = models.CharField(_("name, English"), max_length=100)
    has_vote = models.BooleanField(_("votes at the annual meeting"), default=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("membership category")
        verbose_name_plural = _("membership categories")
        ordering = ("order",)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name


class MembershipQuerySet(models.QuerySet):
    def on(self, day: date | None = None) -> "MembershipQuerySet":
        """Memberships that hold on a day: joined on or before it, not left before or on it."""
        return self.filter(Q(left_on=None) | Q(left_on__gt=day or today()), joined_on__lte=day or today())

    def count_on(self, day: date) -> int:
        """The number of member companies on a day; never typed, always counted."""
        return self.on(day).values("organisation").distinct().count()


class Membership(models.Model):
    class LeaveReason(models.TextChoices):
        RESIGNED = "resigned", _("resigned")
        CLOSED = "closed", _("closed down")
        BANKRUPT = "bankrupt", _("bankrupt")
        MERGED = "merged", _("merged with another")
        MOVED = "moved", _("moved away")
        EXCLUDED = "excluded", _("excluded")
        OTHER = "other", _("other")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="memberships", verbose_name=_("organisation")
    )
    category = models.ForeignKey(
        MembershipCategory, models.PROTECT, related_name="memberships", verbose_name=_("category")
    )
    joined_on = models.DateField(_("joined"), default=timezone.localdate)
    left_on = models.DateField(_("left"), null=True, blank=True)
    leave_reason = models.CharField(_("reason for leaving"), max_length=20, choices=LeaveReason, blank=True)
    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ("-joined_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(left_on=None), name="one_open_membership"),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=models.F("joined_on")), name="left_after_joined"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "joined_on", "left_on"], name="membership_on_a_day")]

    def __str__(self) -> str:
        return f"{self.organisation} ({self.joined_on:%Y}–)"


class MembershipApplicationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "MembershipApplicationQuerySet":
        return self.all() if user.is_authenticated and (user.is_secretary or user.is_board) else self.none()

    def waiting(self) -> "MembershipApplicationQuerySet":
        return self.filter(state=MembershipApplication.State.WAITING)

    def with_yeses(self) -> "MembershipApplicationQuerySet":
        """How many who sit on the board today have said yes. A yes from one who has left the board no longer counts."""
        sitting = Appointment.objects.in_force().filter(body__kind=Body.Kind.BOARD).values("person")
        in_favour = Q(endorsements__favours=True, endorsements__person__in=sitting)
        return self.annotate(yeses=models.Count("endorsements", filter=in_favour, distinct=True))


class MembershipApplication(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    company_name = models.CharField(_("company"), max_length=200)
    org_number = models.CharField(_("organisation number"), max_length=9)
    register_facts = models.JSONField(_("from the register"), default=dict, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("municipality"),
    )
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    website = models.URLField(_("web site"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=200)
    contact_title = models.CharField(_("title"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), max_length=320)
    contact_phone = models.CharField(_("phone"), max_length=30, blank=True)
    message = models.TextField(_("what you hope to get out of it"), max_length=2000, blank=True)
    language = models.CharField(max_length=5, default="nb")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING, db_index=True)
    applied_at = models.DateTimeField(_("applied"), default=timezone.now)
    sent_to_board_at = models.DateTimeField(_("sent to the board"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decline_reason = models.CharField(_("reason"), max_length=500, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="applications",
        verbose_name=_("organisation"),
    )
    objects = MembershipApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership application")
        verbose_name_plural = _("membership applications")
        ordering = ("-applied_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["org_number"], condition=Q(state="waiting"), name="one_waiting_application")
        ]

    def __str__(self) -> str:
        return self.company_name

    def get_absolute_url(self) -> str:
        return path_to("membership:application", self.pk)

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def due_on(self) -> date:
        """An applicant gets an answer within a week."""
        return timezone.localdate(self.applied_at) + timedelta(days=7)

    @property
    def yes_count(self) -> int:
        return int(counted_yeses(self.pk)[0][0])

    @property
    def has_quorum(self) -> bool:
        return self.yes_count >= Cluster.current().quorum


counted_yeses = Question(lambda pk: MembershipApplication.objects.filter(pk=pk).with_yeses().values_list("yeses"))


class Endorsement(models.Model):
    """A board member's yes or no to an application; one each, the last word counts until it is decided."""

    application = models.ForeignKey(
        MembershipApplication, models.CASCADE, related_name="endorsements", verbose_name=_("application")
    )
    person = models.ForeignKey(Person, models.CASCADE, related_name="endorsements", verbose_name=_("board member"))
    favours = models.BooleanField(_("in favour"))
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("endorsement")
        verbose_name_plural = _("endorsements")
        constraints = [models.UniqueConstraint(fields=["application", "person"], name="one_endorsement_each")]

    def __str__(self) -> str:
        return f"{self.person}: {self.application}"

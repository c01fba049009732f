"""A meeting round at a gathering: its times, tables and stands, who takes part, and whom each wishes to meet."""

from datetime import datetime
from functools import cached_property
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sterke.core.paths import path_to
from sterke.core.text import fold
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation
from sterke.gatherings.models import Gathering, Registration

from ..round_state import Facts, Stage, stage_of

MOST_TABLES = 500
MOST_SLOTS = 60
MOST_MEETINGS = 60  # of one person
MOST_VISITORS = 20  # at a time


class MeetingRoundQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who manage its gathering, and those who take part."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = RoundParticipant.objects.filter(round=OuterRef("pk"), registration__person__user=user.pk)
        return self.filter(Exists(own) | Q(gathering__in=Gathering.objects.managed_by(user)))


class MeetingRound(models.Model):
    gathering = models.OneToOneField(
        Gathering, models.CASCADE, related_name="meeting_round", verbose_name=_("gathering")
    )
    tables = models.PositiveSmallIntegerField(_("tables"), default=10, validators=[MaxValueValidator(MOST_TABLES)])
    most = models.PositiveSmallIntegerField(
        _("most meetings for each"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_MEETINGS)],
    )  # fmt: skip
    wishes_until = models.DateTimeField(_("wishes until"))
    opened_at = models.DateTimeField(_("wishes opened"), null=True, blank=True, editable=False)
    closed_at = models.DateTimeField(_("wishes closed early"), null=True, blank=True, editable=False)
    drafted_at = models.DateTimeField(_("a draft was made"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(_("asked what came of it"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = MeetingRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting round")
        verbose_name_plural = _("meeting rounds")

    def __str__(self) -> str:
        return str(self.gathering)

    def get_absolute_url(self) -> str:
        return path_to("connections:round", self.gathering.slug)

    @property
    def facts(self) -> Facts:
        row = self.gathering
        return Facts(
            row.is_cancelled, row.over, self.wishes_until, self.opened_at, self.closed_at, self.drafted_at,
            self.published_at,
        )  # fmt: skip

    @property
    def stage(self) -> Stage:
        return stage_of(self.facts, timezone.now())

    @property
    def takes_wishes(self) -> bool:
        return self.stage == Stage.WISHES

    @property
    def may_be_set_up(self) -> bool:
        """Times, tables and stands stay as they are while a timetable stands on them."""
        return self.drafted_at is None and not self.gathering.is_cancelled

    @cached_property
    def times(self) -> list["Slot"]:
        """Its times as they follow each other: the place in the list is the optimiser's slot."""
        return list(self.slots.order_by("starts", "pk"))


class Slot(models.Model):
    """A time in which people meet. A break is simply where there is none."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="slots")
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))

    class Meta:
        verbose_name = _("time of a meeting round")
        verbose_name_plural = _("times of a meeting round")
        ordering = ("starts", "pk")
        constraints = [
            models.UniqueConstraint(fields=["round", "starts"], name="one_slot_at_a_time"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="slot_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.starts):%H:%M}"

    @property
    def has_begun(self) -> bool:
        return timezone.now() >= self.starts


class MeetingStand(models.Model):
    """Where a company receives. Each of its people there takes so many visitors at a time; nobody, where it is 0."""

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="stands")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="meeting_stands", verbose_name=_("company")
    )
    name = models.CharField(_("name of the stand"), max_length=60)
    capacity = models.PositiveSmallIntegerField(
        _("visitors at a time, with each who stands there"), default=1, validators=[MaxValueValidator(MOST_VISITORS)]
    )

    class Meta:
        verbose_name = pgettext_lazy("at a gathering", "stand")
        verbose_name_plural = _("stands")
        ordering = ("name", "pk")
        constraints = [models.UniqueConstraint(fields=["round", "organisation"], name="one_stand_a_company")]

    def __str__(self) -> str:
        return self.name


class ParticipantQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Oneself; all for those who manage the gathering. Others see names on the list of whom one may wish for."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        managed = Q(round__gathering__in=Gathering.objects.managed_by(user))
        return self.filter(Q(registration__person__user=user.pk) | managed)

    def taking_part(self) -> Self:
        """With a seat at the gathering, and not stepped out."""
        return self.filter(out_at=None, registration__state=Registration.State.CONFIRMED)

    def by_name(self) -> Self:
        rows = self.select_related("registration__organisation", "registration__person")
        return rows.order_by("registration__sort_key", "pk")


class RoundParticipant(models.Model):
    """Somebody registered who takes part in the meetings. Their name and address stand with the registration."""

    class Out(models.TextChoices):
        NONE = "", _("takes part")
        OWN = "own", _("stepped out")
        AWAY = "away", _("did not come")
        SEAT = "seat", _("has no seat at the gathering any more")

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="participants")
    registration = models.OneToOneField(Registration, models.CASCADE, related_name="round_participant")
    most = models.PositiveSmallIntegerField(
        _("most meetings"), null=True, blank=True, validators=[MaxValueValidator(MOST_MEETINGS)]
    )
    cannot = models.ManyToManyField(Slot, blank=True, related_name="+", verbose_name=_("times that do not suit"))
    late_from = models.DateTimeField(_("comes late, at"), null=True, blank=True)
    about = models.CharField(_("what I would like to talk about"), max_length=300, blank=True)
    out_at = models.DateTimeField(_("out since"), null=True, blank=True)
    out_why = models.CharField(_("why out"), max_length=5, choices=Out, default=Out.NONE, blank=True)
    invited_at = models.DateTimeField(_("asked for wishes"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    wished_at = models.DateTimeField(_("stated wishes"), null=True, blank=True)
    programme_at = models.DateTimeField(_("got the programme"), null=True, blank=True)
    answered_at = models.DateTimeField(_("told what came of it"), null=True, blank=True)
    objects = ParticipantQuerySet.as_manager()

    class Meta:
        verbose_name = _("participant of a meeting round")
        verbose_name_plural = _("participants of meeting rounds")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.registration.name

    @property
    def name(self) -> str:
        return self.registration.name

    @property
    def first_name(self) -> str:
        return self.registration.first_name

    @property
    def company(self) -> str:
        return str(self.registration.organisation or self.registration.company_name)

    @property
    def house(self) -> str:
        """Whom they are a colleague of: those with the same word here. Nobody, of those who come for themselves."""
        row = self.registration
        if row.organisation_id:
            return f"o{row.organisation_id}"
        return f"n{fold(row.company_name)}" if fold(row.company_name) else f"p{self.pk}"

    @property
    def person_id(self) -> int | None:
        return self.registration.person_id

    @property
    def takes_part(self) -> bool:
        return self.out_at is None and self.registration.has_seat

    def is_there_at(self, slot: Slot, cannot: set[int]) -> bool:
        """``cannot`` are the numbers of the times that do not suit."""
        gone: datetime | None = self.out_at
        in_time = self.late_from is None or slot.starts >= self.late_from
        return slot.pk not in cannot and in_time and (gone is None or slot.starts < gone)


class WishQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own. Nobody reads who wished for them."""
        return self.filter(wisher__registration__person__user=user.pk) if user.is_authenticated else self.none()


class Wish(models.Model):
    class Strength(models.IntegerChoices):
        MUST = 3, _("must")
        WANT = 2, _("want")
        FINE = 1, _("fine")

    wisher = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="wishes")
    wished = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="wished_by")
    strength = models.PositiveSmallIntegerField(_("how much"), choices=Strength, default=Strength.WANT)
    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("wish for a meeting")
        verbose_name_plural = _("wishes for meetings")
        ordering = ("-strength", "pk")
        constraints = [
            models.UniqueConstraint(fields=["wisher", "wished"], name="one_wish_a_pair"),
            models.CheckConstraint(condition=~Q(wisher=F("wished")), name="nobody_wishes_for_oneself"),
            models.CheckConstraint(condition=Q(strength__in=(1, 2, 3)), name="wish_strength_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_strength_display()


class RoundNotWith(models.Model):
    """Whom a guest without a row in the directory would rather not meet here. Others have ``NotWith``, for always."""

    participant = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="not_with")
    other = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="+")
    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = _("not with, in a meeting round")
        verbose_name_plural = _("not with, in meeting rounds")
        constraints = [models.UniqueConstraint(fields=["participant", "other"], name="round_not_with_once")]

    def __str__(self) -> str:
        return str(self.other)

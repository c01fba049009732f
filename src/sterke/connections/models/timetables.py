"""The timetable of a meeting round: its meetings, each with seats nobody can take twice, and the runs that make it."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sterke.core.visibility import is_secretary
from sterke.gatherings.models import Gathering

from .introductions import IntroductionSide
from .rounds import MeetingRound, RoundParticipant, Slot

BROKEN_AFTER = timedelta(seconds=90)  # without a sign of life


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own, when it is published; all for those who manage the gathering."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(one__registration__person__user=user.pk) | Q(other__registration__person__user=user.pk)
        managed = Q(round__gathering__in=Gathering.objects.managed_by(user))
        return self.filter(managed | own & Q(published=True))

    def standing(self) -> Self:
        return self.exclude(state=TimetableEntry.State.DROPPED)

    def of(self, participant: RoundParticipant) -> Self:
        return self.filter(Q(one=participant) | Q(other=participant))

    def in_order(self) -> Self:
        rows = self.select_related(
            "slot", "one__registration__organisation", "other__registration__organisation", "host"
        )
        return rows.order_by("slot__starts", "table", "pk")


class TimetableEntry(models.Model):
    """A meeting of two: in a time, at a table, or at the stand of one of them (``host``)."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        MET = "met", _("met")
        MISSED = "missed", _("did not meet")
        DROPPED = "dropped", _("dropped")

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="entries")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="entries", verbose_name=_("time"))
    table = models.PositiveSmallIntegerField(pgettext_lazy("to sit at", "table"), null=True, blank=True)
    host = models.ForeignKey(
        RoundParticipant, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("at the stand of")
    )
    one = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="+")
    other = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="+")
    locked = models.BooleanField(_("stays as it is"), default=False)
    booked = models.BooleanField(_("booked by one of the two"), default=False)
    published = models.BooleanField(default=False)  # the two have been told of it
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PLANNED)
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting of a round")
        verbose_name_plural = _("meetings of a round")
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(table__isnull=True) ^ Q(host__isnull=True), name="meeting_at_table_or_stand"
            ),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="meeting_of_two_in_order"),
            models.UniqueConstraint(
                fields=["slot", "table"], condition=~Q(state="dropped"), name="no_table_twice_in_a_slot"
            ),
            models.UniqueConstraint(
                fields=["one", "other"], condition=~Q(state="dropped"), name="two_meet_once_in_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} – {self.other}"

    @property
    def pair(self) -> frozenset[int]:
        return frozenset((self.one_id, self.other_id))

    def partner_of(self, participant: RoundParticipant) -> RoundParticipant:
        return self.other if participant.pk == self.one_id else self.one


class EntrySeat(models.Model):
    """That somebody sits somewhere in a time. Who receives at a stand has a lane for each visitor."""

    entry = models.ForeignKey(TimetableEntry, models.CASCADE, related_name="seats")
    participant = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="seats")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="+")
    lane = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("seat in a meeting")
        verbose_name_plural = _("seats in meetings")
        constraints = [
            models.UniqueConstraint(fields=["participant", "slot", "lane"], name="nobody_sits_in_two_places")
        ]

    def __str__(self) -> str:
        return f"{self.participant_id}@{self.slot_id}"


class EntrySideQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own; all for those who manage the gathering."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        managed = Q(entry__round__gathering__in=Gathering.objects.managed_by(user))
        return self.filter(Q(participant__registration__person__user=user.pk) | managed)


class EntrySide(models.Model):
    """What one of the two says afterwards."""

    entry = models.ForeignKey(TimetableEntry, models.CASCADE, related_name="sides")
    participant = models.ForeignKey(RoundParticipant, models.CASCADE, related_name="sides")
    met = models.BooleanField(_("did you meet?"))
    result = models.CharField(
        _("what came of it"), max_length=10, choices=IntroductionSide.Result,
        default=IntroductionSide.Result.NONE, blank=True,
    )  # fmt: skip
    words = models.CharField(_("in your own words"), max_length=500, blank=True)
    follow_up = models.BooleanField(_("we talk again"), default=False)
    at = models.DateTimeField(_("told"), default=timezone.now)
    objects = EntrySideQuerySet.as_manager()

    class Meta:
        verbose_name = _("result of a meeting")
        verbose_name_plural = _("results of meetings")
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["entry", "participant"], name="one_result_a_side")]

    def __str__(self) -> str:
        return self.get_result_display()


class RunQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who manage the gathering."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(round__gathering__in=Gathering.objects.managed_by(user))

    def unfinished(self) -> Self:
        return self.filter(state__in=(TimetableRun.State.QUEUED, TimetableRun.State.RUNNING))


class TimetableRun(models.Model):
    """One time the optimiser worked: how far it is, and its report."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for the worker")
        RUNNING = "running", _("runs")
        DONE = "done", _("done")
        STOPPED = "stopped", _("stopped, with the best so far")
        FAILED = "failed", _("broke off")

    round = models.ForeignKey(MeetingRound, models.CASCADE, related_name="runs")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    seconds = models.PositiveSmallIntegerField(_("seconds"))
    seed = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict, blank=True)  # seconds, value, bound
    stop_asked = models.BooleanField(default=False)
    heartbeat = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)
    by = models.CharField(_("begun by"), max_length=200)  # a label, as in history
    by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("begun"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("run of the timetable")
        verbose_name_plural = _("runs of the timetable")
        ordering = ("-at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=("queued", "running")), name="one_run_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return str(self.round)

    @property
    def is_unfinished(self) -> bool:
        return self.state in (self.State.QUEUED, self.State.RUNNING)

    @property
    def is_broken(self) -> bool:
        """Its worker gives no sign of life."""
        return self.state == self.State.RUNNING and timezone.now() - (self.heartbeat or self.at) > BROKEN_AFTER

"""Meetings with those who decide: who was there, what was asked, and, apart, what was written down in the room."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Office, Organisation, Person

from .cases import AdvocacyCase, in_language


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience; and whoever answers for a meeting sees it."""
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(owner__user=user.pk)
        return self.filter(rows)

    def held(self) -> Self:
        return self.filter(status=Meeting.Status.HELD)


class Meeting(models.Model):
    """One meeting with decision-makers. The notes from the room are rows of their own (``MeetingNote``)."""

    class Format(models.TextChoices):
        VISIT = "visit", _("visit to a company")
        MEETING = "meeting", _("meeting")
        VIDEO = "video", _("video meeting")
        PHONE = "phone", _("phone call")
        HEARING = "hearing", _("hearing in a committee")
        LETTER = "letter", _("letter")
        CONFERENCE = "conference", _("conference")

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("called off")

    title = models.CharField(_("what it is, bokmål"), max_length=160)
    title_en = models.CharField(_("what it is, English"), max_length=160, blank=True)
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"), null=True, blank=True)
    ends = models.TimeField(_("to"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    format = models.CharField(_("form of contact"), max_length=12, choices=Format, default=Format.MEETING)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PLANNED)
    host = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="hosted_meetings", verbose_name=_("host")
    )
    cases = models.ManyToManyField(AdvocacyCase, blank=True, related_name="meetings", verbose_name=_("cases"))
    programme = models.TextField(_("programme"), max_length=2000, blank=True)
    summary = models.TextField(_("what came of it, bokmål"), max_length=4000, blank=True)
    summary_en = models.TextField(_("what came of it, English"), max_length=4000, blank=True)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="meetings_owned", verbose_name=_("owner")
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    logged_at = models.DateTimeField(default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ("-day", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts=None) | Q(ends=None) | Q(ends__gt=models.F("starts")), name="meeting_takes_time"
            )
        ]

    def __str__(self) -> str:
        return self.words("title")

    def get_absolute_url(self) -> str:
        return path_to("advocacy:meeting", self.pk)

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def is_held(self) -> bool:
        return self.status == self.Status.HELD

    @property
    def is_told(self) -> bool:
        return bool(self.summary.strip())


class OfMeetingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the meeting."""
        return self.all() if is_secretary(user) else self.filter(meeting__in=Meeting.objects.visible_to(user))


class Attendance(models.Model):
    """Who was there, from both sides, and the office or post they had that day. The label stays as it was."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances", verbose_name=_("meeting"))
    is_ours = models.BooleanField(_("from our side"), default=False)
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="meeting_attendances", verbose_name=_("person")
    )
    office = models.ForeignKey(
        Office, models.SET_NULL, null=True, blank=True, related_name="attendances", verbose_name=_("public office")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="meeting_attendances",
        verbose_name=_("organisation"),
    )
    name = models.CharField(_("name"), max_length=200, blank=True)
    title = models.CharField(_("office or post that day"), max_length=200, blank=True)
    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("person at a meeting")
        verbose_name_plural = _("people at meetings")
        ordering = ("is_ours", "pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(title="") | Q(organisation__isnull=False), name="attendance_is_somebody"
            )
        ]

    def __str__(self) -> str:
        return ", ".join(part for part in (self.name, self.title) if part) or str(self.organisation)


class Ask(models.Model):
    """What we asked for in a meeting, and what was answered, as it may be told."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="asks", verbose_name=_("meeting"))
    case = models.ForeignKey(AdvocacyCase, models.PROTECT, related_name="asks", verbose_name=_("case"))
    text = models.CharField(_("what we ask for, bokmål"), max_length=300)
    text_en = models.CharField(_("what we ask for, English"), max_length=300, blank=True)
    answer = models.CharField(_("what was answered, bokmål"), max_length=400, blank=True)
    answer_en = models.CharField(_("what was answered, English"), max_length=400, blank=True)
    objects = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("ask")
        verbose_name_plural = _("asks")
        ordering = ("pk",)

    def __str__(self) -> str:
        return in_language(self, "text")


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The secretariat, and whoever wrote it. Not the board, not who owns the meeting or the case."""
        if is_secretary(user):
            return self.all()
        return self.filter(written_by_key=f"accounts.user:{user.pk}") if user.is_authenticated else self.none()


class MeetingNote(models.Model):
    """What was written down in the room. In no search, no feed, no history, no brief; each reading is noted."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="notes", verbose_name=_("meeting"))
    text = models.TextField(_("notes from the room"), max_length=20_000)
    written_by = models.CharField(_("written by"), max_length=200)  # a label, as in history
    written_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("written"), default=timezone.now)
    reviewed_on = models.DateField(_("looked through"), default=timezone.localdate)
    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note from the room")
        verbose_name_plural = _("notes from the room")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return str(_("note from the room"))


class NoteReading(models.Model):
    """That somebody read the notes of a meeting, on a day. Only the secretariat sees who."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="note_readings", verbose_name=_("meeting"))
    reader = models.CharField(_("read by"), max_length=200)
    reader_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("read"), default=timezone.now)

    class Meta:
        verbose_name = _("reading of notes")
        verbose_name_plural = _("readings of notes")
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.reader}, {self.at:%Y-%m-%d}"


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """The secretariat, whoever took it on, and whoever owns the case or answers for the meeting."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(owner__user=user.pk) | Q(case__owner__user=user.pk) | Q(meeting__owner__user=user.pk))

    def open(self) -> Self:
        return self.filter(done_on=None)


class FollowUp(models.Model):
    """What one of us said we would do, by when: after a meeting, or for a case."""

    case = models.ForeignKey(
        AdvocacyCase, models.PROTECT, null=True, blank=True, related_name="follow_ups", verbose_name=_("case")
    )
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, null=True, blank=True, related_name="follow_ups", verbose_name=_("meeting")
    )
    what = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="case_follow_ups", verbose_name=_("who")
    )
    due = models.DateField(_("by when"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up of a case")
        verbose_name_plural = _("follow-ups of cases")
        ordering = ("due", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False) | Q(meeting__isnull=False), name="follow_up_belongs_somewhere"
            )
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def about(self) -> Any:
        """The meeting it came out of, else the case."""
        return self.meeting or self.case

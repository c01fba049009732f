"""A gathering, and what only those who come get to know of it."""

from datetime import datetime, time, timedelta
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.advocacy.models import AdvocacyCase
from sterke.core.fields import SortKeyField
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Organisation, Person
from sterke.membership.models import Network
from sterke.region.models import Municipality

from ..state import Facts, Stage, stage_of
from .series import GatheringSeries

MOST_SEATS = 20_000
LONGEST_DAYS = 31
TAKES_A_SEAT = ("confirmed", "offered")  # states of a registration; an offered seat is kept for whoever got the offer


class GatheringQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience, when it is no draft; whoever comes, is invited or answers for it; those who lead its network."""
        if is_secretary(user):
            return self.all()
        rows = Q(visibility__in=audiences_of(user)) & ~Q(status=Gathering.Status.DRAFT)
        if user.is_authenticated:
            rows |= self._concerning(user)
        return self.filter(rows)

    def _concerning(self, user: Any) -> Q:
        from .invitations import Invitation
        from .registrations import Registration

        coming = Registration.objects.active().filter(person__user=user.pk, gathering=OuterRef("pk"))
        invited = Invitation.objects.standing().filter(person__user=user.pk, gathering=OuterRef("pk"))
        company = Invitation.objects.standing().filter(
            organisation__in=user.standing.works_at or [0], gathering=OuterRef("pk")
        )
        reached = (Q(Exists(coming)) | Q(Exists(invited)) | Q(Exists(company))) & ~Q(status=Gathering.Status.DRAFT)
        return reached | Q(responsible__user=user.pk) | Q(network__in=user.standing.leads or [0])

    def managed_by(self, user: Any) -> Self:
        """Those somebody answers for or whose network they lead; all for the secretariat."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(responsible__user=user.pk) | Q(network__in=user.standing.leads or [0]))

    def coming(self, day: Any) -> Self:
        return self.filter(last_day__gte=day).order_by("day", "starts_at", "pk")

    def past(self, day: Any) -> Self:
        return self.filter(last_day__lt=day).order_by("-day", "-starts_at", "-pk")

    def with_taken(self) -> Self:
        """Each with the number of seats that are taken, as ``taken``."""
        from .registrations import Registration

        held = Registration.objects.filter(gathering=OuterRef("pk"), state__in=TAKES_A_SEAT).order_by()
        counted = held.values("gathering").annotate(number=models.Count("pk")).values("number")
        return self.annotate(taken=models.functions.Coalesce(models.Subquery(counted), 0))


class Gathering(models.Model):
    class Kind(models.TextChoices):
        GATHERING = "gathering", _("gathering")
        NETWORK_MEETING = "network_meeting", _("network meeting")
        WORKSHOP = "workshop", _("workshop")
        COMPANY_VISIT = "company_visit", _("company visit")
        COURSE = "course", _("course")
        BREAKFAST = "breakfast", _("breakfast meeting")
        STUDY_TRIP = "study_trip", _("study trip")
        SCHOOL_DAY = "school_day", _("school day")
        ANNUAL_MEETING = "annual_meeting", _("annual meeting")

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SAVE_THE_DATE = "save_the_date", _("save the date")
        OPEN = "open", _("open for registration")
        CLOSED = "closed", _("closed for registration")
        CANCELLED = "cancelled", _("cancelled")

    class OpensTo(models.TextChoices):
        INVITED = "invited", _("those who are invited")
        NETWORKS = "networks", _("those in the networks chosen")
        MEMBERS = "members", _("all members")
        PUBLIC = "public", _("everyone")

    title = models.CharField(_("title, bokmål"), max_length=120)
    title_en = models.CharField(_("title, English"), max_length=120, blank=True)
    slug = models.SlugField(_("address"), unique=True, max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.GATHERING)
    series = models.ForeignKey(
        GatheringSeries, models.SET_NULL, null=True, blank=True, related_name="gatherings", verbose_name=_("series")
    )
    network = models.ForeignKey(
        Network, models.SET_NULL, null=True, blank=True, related_name="gatherings", verbose_name=_("network")
    )
    case = models.ForeignKey(
        AdvocacyCase,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="gatherings",
        verbose_name=_("belongs to the case"),
    )
    lead = models.CharField(_("in one sentence, bokmål"), max_length=300, blank=True)
    lead_en = models.CharField(_("in one sentence, English"), max_length=300, blank=True)
    about = models.TextField(_("about it, bokmål"), max_length=4000, blank=True)
    about_en = models.TextField(_("about it, English"), max_length=4000, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.DRAFT)
    day = models.DateField(_("day"))
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    last_day = models.DateField(editable=False)
    place = models.CharField(_("place"), max_length=200, blank=True)
    address = models.CharField(_("street address"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("municipality")
    )
    latitude = models.FloatField(
        _("latitude"), null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        _("longitude"), null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )
    hosts = models.ManyToManyField(Organisation, blank=True, related_name="hosted_gatherings", verbose_name=_("hosts"))
    responsible = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("answers for it")
    )
    capacity = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(MOST_SEATS)]
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    opens_to = models.CharField(_("who can register"), max_length=10, choices=OpensTo, default=OpensTo.MEMBERS)
    networks = models.ManyToManyField(
        Network, blank=True, related_name="open_gatherings", verbose_name=_("open to these networks")
    )
    price_member = models.DecimalField(
        _("price for members, NOK"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    price_guest = models.DecimalField(
        _("price for guests, NOK"), max_digits=8, decimal_places=2, default=0, validators=[MinValueValidator(0)]
    )
    deadline = models.DateTimeField(_("register by"), null=True, blank=True)
    cancel_by = models.DateTimeField(_("cancel free of charge by"), null=True, blank=True)
    asks_diet = models.BooleanField(_("ask about food"), default=True)
    cancelled_why = models.CharField(_("why it was cancelled"), max_length=300, blank=True)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="copies", verbose_name=_("copied from")
    )
    thanked_at = models.DateTimeField(_("those who came were thanked"), null=True, blank=True, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = SortKeyField("title")
    objects = GatheringQuerySet.as_manager()

    class Meta:
        verbose_name = _("gathering")
        verbose_name_plural = _("gatherings")
        ordering = ("-day", "-pk")
        indexes = [models.Index(fields=["last_day", "day"], name="gatherings_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="gathering_ends_later"
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("day")), name="gathering_last_day_is_not_first"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.words("title")

    def get_absolute_url(self) -> str:
        return path_to("gatherings:gathering", self.slug)

    def words(self, name: str) -> str:
        """A text in the reader's language, else in bokmål."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)

    def language_of(self, name: str) -> str:
        return "en" if get_language() == "en" and getattr(self, f"{name}_en") else "nb"

    @property
    def title_language(self) -> str:
        return self.language_of("title")

    @property
    def lead_language(self) -> str:
        return self.language_of("lead")

    @property
    def about_language(self) -> str:
        return self.language_of("about")

    @property
    def shown_lead(self) -> str:
        return self.words("lead")

    @property
    def shown_about(self) -> str:
        return self.words("about")

    @property
    def over(self) -> datetime:
        """The moment after which it has been. Without hours: midnight after the last day."""
        if self.ends_at is not None:
            return self.ends_at
        return timezone.make_aware(datetime.combine(self.last_day + timedelta(days=1), time()))

    @property
    def has_begun(self) -> bool:
        start = self.starts_at or timezone.make_aware(datetime.combine(self.day, time()))
        return timezone.now() >= start

    @property
    def is_annual_meeting(self) -> bool:
        return self.kind == self.Kind.ANNUAL_MEETING

    @property
    def is_cancelled(self) -> bool:
        return self.status == self.Status.CANCELLED

    def seats_left(self, taken: int) -> int | None:
        return None if self.capacity is None else max(self.capacity - taken, 0)

    def stage(self, taken: int, now: datetime | None = None) -> Stage:
        """With so many seats taken."""
        facts = Facts(self.status, self.over, self.deadline, self.seats_left(taken))
        return stage_of(facts, now or timezone.now())

    def price(self, *, guest: bool) -> Any:
        return self.price_guest if guest else self.price_member

    def set_days(self) -> None:
        """The days follow the hours, where there are any."""
        if self.starts_at is not None:
            self.day = timezone.localdate(self.starts_at)
        last = timezone.localdate(self.ends_at - timedelta(seconds=1)) if self.ends_at is not None else None
        self.last_day = max(last or self.day, self.day)

    def clean(self) -> None:
        refuse_impossible_hours(self)
        if self.day is None:
            return
        self.set_days()
        if (self.last_day - self.day).days > LONGEST_DAYS:
            raise ValidationError({"ends_at": _("That is more than a month. Make a series of gatherings instead.")})
        if self.deadline is not None and self.deadline > self.over:
            raise ValidationError({"deadline": _("The deadline lies after the gathering.")})
        if self.cancel_by is not None and self.cancel_by > self.over:
            raise ValidationError({"cancel_by": _("That lies after the gathering.")})
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError({"longitude": _("A point on the map has both latitude and longitude.")})
        if self.opens_to == self.OpensTo.PUBLIC and self.visibility != Visibility.PUBLIC:
            raise ValidationError({"visibility": _("Who everyone may register for, everyone must be able to see.")})


def refuse_impossible_hours(row: Gathering) -> None:
    if row.ends_at is not None and row.starts_at is None:
        raise ValidationError({"starts_at": _("Say when it begins, too.")})
    if row.starts_at is not None and row.ends_at is not None and row.ends_at <= row.starts_at:
        raise ValidationError({"ends_at": _("It ends before it begins.")})
    if row.status in (Gathering.Status.OPEN, Gathering.Status.CLOSED) and row.starts_at is None:
        raise ValidationError({"starts_at": _("Say when it begins before people can register.")})


class JoiningQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who have a seat, and those who manage the gathering."""
        from .registrations import Registration

        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        coming = Registration.objects.filter(person__user=user.pk, state="confirmed", gathering=OuterRef("gathering"))
        rows = Q(Exists(coming)) | Q(gathering__responsible__user=user.pk)
        return self.filter(rows | Q(gathering__network__in=user.standing.leads or [0]))


class Joining(models.Model):
    """What only those with a seat get to know: the link to the meeting, where to park, what to bring."""

    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="joining")
    video_link = models.URLField(_("video link"), max_length=500, blank=True)
    note = models.TextField(_("practical, for those who come"), max_length=2000, blank=True)
    objects = JoiningQuerySet.as_manager()

    class Meta:
        verbose_name = _("for those who come")
        verbose_name_plural = _("for those who come")

    def __str__(self) -> str:
        return str(self.gathering)

from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import SortKeyField
from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.core.question import today
from sterke.core.visibility import Visibility, VisibleQuerySet, is_secretary
from sterke.directory.models import Organisation, Person, in_force
from sterke.region.models import Municipality


class RunningQuerySet(models.QuerySet):
    """Dated rows, ``valid_from`` to ``valid_to`` (its last day)."""

    def in_force(self, on: date | None = None) -> Self:
        return self.filter(in_force(on))

    def running_after(self, day: date) -> Self:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def end_on(self, day: date) -> int:
        """Let these rows have ``day`` as their last; those that had not begun by then never do. Returns how many."""
        unborn = self.filter(valid_from__gt=day).delete()[0]
        return unborn + self.filter(valid_from__lte=day).update(valid_to=day)


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
        return int(MembershipApplication.objects.with_yeses().get(pk=self.pk).yeses)

    @property
    def has_quorum(self) -> bool:
        return self.yes_count >= Cluster.current().quorum


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


class NetworkQuerySet(VisibleQuerySet):
    def open(self, on: date | None = None) -> "NetworkQuerySet":
        return self.filter(in_force(on))


class Network(models.Model):
    name = models.CharField(_("name, bokmål"), max_length=100)
    name_en = models.CharField(_("name, English"), max_length=100, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    purpose = models.TextField(_("purpose, bokmål"), max_length=1000, blank=True)
    purpose_en = models.TextField(_("purpose, English"), max_length=1000, blank=True)
    valid_from = models.DateField(_("started"))
    valid_to = models.DateField(_("ended"), null=True, blank=True)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    version = models.PositiveIntegerField(default=1, editable=False)
    sort_key = SortKeyField("name")
    objects = NetworkQuerySet.as_manager()

    class Meta:
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

    def get_absolute_url(self) -> str:
        return path_to("website:network", self.slug)

    @property
    def is_open(self) -> bool:
        return self.valid_to is None or self.valid_to >= timezone.localdate()


class NetworkSeatQuerySet(RunningQuerySet):
    def visible_to(self, user: Any) -> "NetworkSeatQuerySet":
        """Who sits where is for members; leaders whose company shows them stand on the public page."""
        if is_secretary(user):
            return self.all()
        rows = self.in_force().filter(network__in=Network.objects.visible_to(user))
        if user.is_authenticated and user.is_member:
            return rows
        return rows.filter(is_leader=True, person__in=Person.objects.visible_to(user))


class NetworkSeat(models.Model):
    network = models.ForeignKey(Network, models.CASCADE, related_name="seats", verbose_name=_("network"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="seats", verbose_name=_("person"))
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name=_("organisation")
    )
    is_leader = models.BooleanField(_("network leader"), default=False)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    objects = NetworkSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("network seat")
        verbose_name_plural = _("network seats")
        ordering = ("-is_leader", "person__sort_key", "pk")
        constraints = [
            models.UniqueConstraint(fields=["network", "person"], condition=Q(valid_to=None), name="one_open_seat"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.network}"


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

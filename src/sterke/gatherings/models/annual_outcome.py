"""What the annual meeting came to: elections, decisions, minutes."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Organisation, Person
from sterke.membership.models import Appointment, Body

from .afterwards import managed_by
from .annual import LONGEST, SHORTEST, AgendaItem, NoticedQuerySet
from .gatherings import Gathering


class ElectionQuerySet(NoticedQuerySet):
    to_gathering = "item__gathering"

    def in_order(self) -> Self:
        """Body by body, the posts in their order."""
        order = [models.When(post=post, then=models.Value(n)) for n, post in enumerate(Appointment.Post.values)]
        return self.order_by("item__number", "body__kind", models.Case(*order, default=models.Value(99)), "pk")


class Election(models.Model):
    """One post up for election: in which body, for how long, whose term is out, who stands."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="elections", verbose_name=_("agenda item"))
    body = models.ForeignKey(Body, models.PROTECT, related_name="+", verbose_name=_("body"))
    post = models.CharField(_("post"), max_length=20, choices=Appointment.Post, default=Appointment.Post.MEMBER)
    term_years = models.PositiveSmallIntegerField(
        _("elected for how many years"), default=2, validators=[SHORTEST, LONGEST]
    )
    is_by_election = models.BooleanField(
        _("by-election"), default=False, help_text=_("For the rest of the term of somebody who has left.")
    )
    predecessor = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("whose term is out")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    how = models.CharField(max_length=20, choices=Appointment.Election, blank=True, editable=False)
    carried_out_at = models.DateTimeField(_("carried out"), null=True, blank=True, editable=False)
    appointment = models.ForeignKey(
        Appointment, models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        verbose_name=_("appointment"),
    )  # fmt: skip
    objects = ElectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("election")
        verbose_name_plural = _("elections")
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["item", "predecessor"], name="one_election_for_each_term"),
            models.CheckConstraint(
                condition=Q(carried_out_at=None) | Q(decided_at__isnull=False), name="decided_before_carried_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_post_display()}"


class CandidateQuerySet(NoticedQuerySet):
    to_gathering = "election__item__gathering"


class Candidate(models.Model):
    """Somebody who stands: proposed by the nomination committee, or from the floor."""

    election = models.ForeignKey(Election, models.CASCADE, related_name="candidates", verbose_name=_("election"))
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("person")
    )
    name = models.CharField(_("name"), max_length=200)
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("company")
    )
    from_committee = models.BooleanField(_("proposed by the nomination committee"), default=True)
    votes = models.PositiveIntegerField(_("votes"), null=True, blank=True)
    is_elected = models.BooleanField(_("elected"), default=False)
    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ("-from_committee", "pk")
        constraints = [
            models.UniqueConstraint(fields=["election", "person"], name="stands_once"),
            models.UniqueConstraint(fields=["election"], condition=Q(is_elected=True), name="one_is_elected"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation}" if self.organisation else self.name


class MinutesQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who manage the meeting; once published, whom they are for."""
        return self._for(user, "visibility")

    def with_result_for(self, user: Any) -> Self:
        """Those whose result this user may read: the result may be for more people than the minutes."""
        return self._for(user, "result_visibility")

    def _for(self, user: Any, column: str) -> Self:
        if is_secretary(user):
            return self.all()
        rows = Q(published_at__isnull=False, gathering__in=Gathering.objects.visible_to(user))
        rows &= Q(**{f"{column}__in": audiences_of(user)})
        return self.filter(rows | managed_by(user) if user.is_authenticated else rows)


class Minutes(models.Model):
    """The minutes: who led the meeting, who wrote and signs, how many votes there were. Published, they are closed."""

    gathering = models.OneToOneField(Gathering, models.CASCADE, related_name="minutes", verbose_name=_("gathering"))
    chair = models.CharField(_("led the meeting"), max_length=200, blank=True)
    keeper = models.CharField(_("wrote the minutes"), max_length=200, blank=True)
    signers = models.CharField(_("sign the minutes"), max_length=300, blank=True)
    text = models.TextField(_("about the meeting, bokmål"), max_length=5000, blank=True)
    text_en = models.TextField(_("about the meeting, English"), max_length=5000, blank=True)
    visibility = models.CharField(
        _("the minutes are for"), max_length=20, choices=Visibility, default=Visibility.MEMBERS
    )
    result_visibility = models.CharField(
        _("the result is for"), max_length=20, choices=Visibility, default=Visibility.MEMBERS
    )
    # As they were when the minutes were published.
    entitled = models.PositiveIntegerField(_("companies with a vote"), default=0, editable=False)
    present = models.PositiveIntegerField(_("companies present"), default=0, editable=False)
    proxies = models.PositiveIntegerField(_("votes by proxy"), default=0, editable=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return str(self.gathering)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def shown_text(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text


class ResolutionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """As the minutes they stand in."""
        return self._where(Minutes.objects.visible_to(user), user)

    def with_result_for(self, user: Any) -> Self:
        return self._where(Minutes.objects.with_result_for(user), user)

    def _where(self, minutes: MinutesQuerySet, user: Any) -> Self:
        if is_secretary(user):
            return self.all()
        rows = Q(Exists(minutes.filter(gathering=OuterRef("item__gathering")).order_by()))
        if user.is_authenticated:
            rows |= Q(item__gathering__network__in=user.standing.leads or [0])
            rows |= Q(item__gathering__responsible__user=user.pk)
        return self.filter(rows)


class Resolution(models.Model):
    """What the meeting decided in one matter; the votes where they were counted."""

    class Outcome(models.TextChoices):
        ADOPTED = "adopted", _("adopted")
        REJECTED = "rejected", _("rejected")
        NOTED = "noted", _("taken note of")
        POSTPONED = "postponed", _("postponed")

    item = models.OneToOneField(AgendaItem, models.CASCADE, related_name="resolution", verbose_name=_("agenda item"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.ADOPTED)
    text = models.TextField(_("what was decided, bokmål"), max_length=5000)
    text_en = models.TextField(_("what was decided, English"), max_length=5000, blank=True)
    votes_for = models.PositiveIntegerField(_("votes for"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("votes against"), null=True, blank=True)
    votes_abstained = models.PositiveIntegerField(_("abstained"), null=True, blank=True)
    votes_present = models.PositiveIntegerField(_("votes in the room"), null=True, blank=True, editable=False)
    decided_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = ResolutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("item__number",)

    def __str__(self) -> str:
        return f"{self.item}: {self.get_outcome_display()}"

    @property
    def is_counted(self) -> bool:
        return self.votes_for is not None

    @property
    def shown_text(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text

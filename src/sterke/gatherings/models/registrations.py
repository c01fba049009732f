"""Who comes, who waits, and what they were asked. Food is kept apart: it is about health, and is forgotten soon."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField, SortKeyField
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person

from .gatherings import TAKES_A_SEAT, Gathering
from .invitations import Invitation


def new_code() -> str:
    """What stands in the QR code of a badge: says nothing, and cannot be guessed."""
    return secrets.token_urlsafe(12)


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """One's own, those of one's company, and those of gatherings one manages."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = Q(person__user=user.pk) | Q(organisation__in=user.standing.works_at or [0])
        managed = Q(gathering__network__in=user.standing.leads or [0]) | Q(gathering__responsible__user=user.pk)
        return self.filter(own | managed)

    def active(self) -> Self:
        return self.exclude(state__in=(Registration.State.CANCELLED, Registration.State.LAPSED))

    def seated(self) -> Self:
        return self.filter(state__in=TAKES_A_SEAT)

    def came(self) -> Self:
        """Seen at the door; where nobody stood at the door, everybody with a seat. Ask it of what has begun."""
        return self.filter(Q(check_in__present=True) | Q(~_door_was_used(), state=Registration.State.CONFIRMED))

    def stayed_away(self) -> Self:
        """Had a seat and were not seen; nobody, where nobody stood at the door."""
        return self.filter(_door_was_used(), state=Registration.State.CONFIRMED).exclude(check_in__present=True)

    def in_line(self) -> Self:
        """Those who wait, first come first."""
        return self.filter(state=Registration.State.WAITING).order_by("line", "pk")


def _door_was_used() -> Exists:
    from .check_ins import CheckIn

    return Exists(CheckIn.objects.filter(registration__gathering=OuterRef("gathering"), present=True))


class Registration(models.Model):
    class State(models.TextChoices):
        CONFIRMED = "confirmed", _("has a seat")
        WAITING = "waiting", _("on the waiting list")
        OFFERED = "offered", _("is offered a seat")
        LAPSED = "lapsed", _("did not take the seat")
        CANCELLED = "cancelled", _("cancelled")

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="registrations", verbose_name=_("gathering"))
    who = models.CharField(max_length=320, editable=False)  # "person:7" or an address: nobody is registered twice
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="registrations",
        verbose_name=_("organisation"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), max_length=320, blank=True)
    company_name = models.CharField(_("from"), max_length=200, blank=True)
    is_guest = models.BooleanField(_("guest"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CONFIRMED)
    line = models.PositiveIntegerField(_("place in the line"), null=True, blank=True)
    party = models.CharField(max_length=24, blank=True)  # those who registered together
    together = models.BooleanField(_("stay together"), default=False)
    offered_until = models.DateTimeField(_("offered until"), null=True, blank=True)
    price = models.DecimalField(_("price, NOK"), max_digits=8, decimal_places=2, default=0)
    code = models.CharField(max_length=24, unique=True, default=new_code, editable=False)
    language = models.CharField(max_length=5, default="nb")
    invitation = models.ForeignKey(
        Invitation, models.SET_NULL, null=True, blank=True, related_name="registrations", verbose_name=_("invitation")
    )
    substitute_for = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="substitutes", verbose_name=_("comes instead of")
    )
    walk_in = models.BooleanField(_("came unregistered"), default=False)
    registered_by = models.CharField(_("registered by"), max_length=200)
    registered_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    registered_at = models.DateTimeField(_("registered"), default=timezone.now)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    search_text = FoldedField("name", "company_name")
    sort_key = SortKeyField("name")
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        ordering = ("sort_key", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("gathering", "who"),
                condition=~Q(state__in=("cancelled", "lapsed")),
                name="nobody_is_registered_twice",
            ),
        ]
        indexes = [
            models.Index(fields=["gathering", "state", "line"], name="registrations_by_state"),
            models.Index(fields=["gathering", "sort_key"], name="registrations_by_name"),
            models.Index(fields=["organisation", "gathering"], name="registrations_by_company"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state not in (self.State.CANCELLED, self.State.LAPSED)

    @property
    def has_seat(self) -> bool:
        return self.state == self.State.CONFIRMED

    @property
    def tone(self) -> str:
        """What a badge of the state is coloured by."""
        return "ok" if self.has_seat else "waiting"

    @property
    def first_name(self) -> str:
        return self.name.split(" ")[0]


class GatheringQuestion(models.Model):
    """What this gathering needs to know of those who come, and nothing more."""

    class Kind(models.TextChoices):
        TEXT = "text", _("a few words")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of these")
        NUMBER = "number", _("a number")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="questions", verbose_name=_("gathering"))
    text = models.CharField(_("question, bokmål"), max_length=200)
    text_en = models.CharField(_("question, English"), max_length=200, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.TextField(_("choices, one a line"), max_length=1000, blank=True)
    is_required = models.BooleanField(_("must be answered"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" and self.text_en else self.text

    @property
    def options(self) -> list[str]:
        return [line.strip() for line in self.choices.splitlines() if line.strip()]


class GatheringAnswer(models.Model):
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(GatheringQuestion, models.CASCADE, related_name="answers", verbose_name=_("question"))
    value = models.CharField(_("answer"), max_length=500)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        constraints = [models.UniqueConstraint(fields=("registration", "question"), name="one_answer_each")]

    def __str__(self) -> str:
        return self.value


class DietaryNeedQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """For those who order the food; and one's own."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        managed = Q(registration__gathering__network__in=user.standing.leads or [0])
        return self.filter(
            managed | Q(registration__gathering__responsible__user=user.pk) | Q(registration__person__user=user.pk)
        )


class DietaryNeed(models.Model):
    """Forgotten fourteen days after the gathering."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="diet")
    text = models.CharField(_("food"), max_length=200)
    objects = DietaryNeedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dietary need")
        verbose_name_plural = _("dietary needs")

    def __str__(self) -> str:
        return self.text

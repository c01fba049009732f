"""A listing: what a company needs, what it can offer, or what it asks the whole cluster. Docs: docs/adr/0029."""

from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField
from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, is_secretary
from sterke.directory.models import Organisation, Person, Role
from sterke.goals.models import Goal
from sterke.membership.models import Network

STILL_ANSWERED = timedelta(days=14)  # an answer that comes this soon after the last day is passed on


class ListingQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Public ones that both have said yes to, while they stand; for members those of members and of their networks;
        one's own company's always."""
        if is_secretary(user):
            return self.all()
        rows = Q(visibility=Visibility.PUBLIC, company_yes_on__isnull=False, checked_on__isnull=False, closed_on=None)
        if user.is_authenticated:
            if user.is_member:
                seats = user.standing.seated_in | user.standing.leads
                near = Q(network=None) | Q(network__in=seats or [0])
                rows |= Q(visibility__in=(Visibility.PUBLIC, Visibility.MEMBERS)) & near
            rows |= Q(organisation__in=user.standing.works_at or [0])
        return self.filter(rows)

    def open(self) -> Self:
        """Neither found nor taken away. Past their last day they stand for a while: see ``expired``."""
        return self.filter(closed_on=None)

    def standing(self) -> Self:
        """Open, and their last day has not been."""
        return self.open().filter(valid_until__gte=timezone.localdate())

    def expired(self) -> Self:
        return self.open().filter(valid_until__lt=timezone.localdate())

    def to_check(self) -> Self:
        """Meant for everyone, the company has said yes: the secretariat has not looked yet."""
        return self.open().filter(visibility=Visibility.PUBLIC, company_yes_on__isnull=False, checked_on=None)


class Listing(models.Model):
    class Side(models.TextChoices):
        NEED = "need", _("need")
        OFFER = "offer", _("offer")
        QUESTION = "question", _("question to the cluster")

    class Kind(models.TextChoices):
        COMPETENCE = "competence", _("competence and experience")
        CAPACITY = "capacity", _("capacity and machines")
        PREMISES = "premises", _("premises")
        PURCHASING = "purchasing", _("purchasing together")
        RESIDUES = "residues", _("surplus materials and residues")
        TESTING = "testing", _("testing")
        PARTNERS = "partners", _("partners for projects")
        SPEAKERS = "speakers", _("speakers and company visits")
        APPRENTICES = "apprentices", _("apprentices and students")

    class Outcome(models.TextChoices):
        FOUND = "found", _("found")
        WITHDRAWN = "withdrawn", _("taken away")
        EXPIRED = "expired", _("ran out")

    side = models.CharField(_("need or offer"), max_length=10, choices=Side, default=Side.NEED)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMPETENCE)
    title = models.CharField(_("in one line"), max_length=120)
    text = models.TextField(_("a little more"), max_length=3000, blank=True)
    language = models.CharField(max_length=5, default="nb", editable=False)  # it is written in
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="listings", verbose_name=_("company"))
    contact = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="listings", verbose_name=_("contact person")
    )
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    network = models.ForeignKey(
        Network, models.PROTECT, null=True, blank=True, related_name="listings", verbose_name=_("only this network")
    )
    goal = models.ForeignKey(
        Goal, models.SET_NULL, null=True, blank=True, related_name="listings", verbose_name=_("serves the goal")
    )
    valid_until = models.DateField(_("stands until"))
    asked_on = models.DateField(null=True, blank=True, editable=False)  # whether it is still true
    company_yes = models.CharField(max_length=200, blank=True, editable=False)  # who said so for the company; a label
    company_yes_key = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    company_yes_on = models.DateField(_("the company lets everyone see it"), null=True, blank=True, editable=False)
    checked_on = models.DateField(_("looked through by the secretariat"), null=True, blank=True, editable=False)
    review_remark = models.CharField(_("what should be otherwise"), max_length=500, blank=True, editable=False)
    closed_on = models.DateField(_("closed"), null=True, blank=True, editable=False)
    outcome = models.CharField(_("how it ended"), max_length=10, choices=Outcome, blank=True, editable=False)
    outcome_words = models.CharField(_("what came of it"), max_length=500, blank=True, editable=False)
    digested_on = models.DateField(null=True, blank=True, editable=False)  # the answers to a question were gathered
    written_by = models.CharField(_("written by"), max_length=200, editable=False)  # a label, as in history
    written_by_key = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = FoldedField("title", "text", max_length=4000)
    objects = ListingQuerySet.as_manager()

    class Meta:
        verbose_name = _("listing")
        verbose_name_plural = _("listings")
        ordering = ("-written_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="closed_listing_says_how",
            ),
        ]
        indexes = [models.Index(fields=["closed_on", "valid_until"], name="listings_that_stand")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("connections:listing", self.pk)

    @property
    def is_question(self) -> bool:
        return self.side == self.Side.QUESTION

    @property
    def is_open(self) -> bool:
        return self.closed_on is None

    @property
    def has_run_out(self) -> bool:
        return self.is_open and self.valid_until < timezone.localdate()

    @property
    def takes_answers(self) -> bool:
        """Also for some days after its last one: who answers then is not turned away."""
        return self.is_open and timezone.localdate() <= self.valid_until + STILL_ANSWERED

    @property
    def waits_for_company(self) -> bool:
        return self.is_open and self.visibility == Visibility.PUBLIC and self.company_yes_on is None

    @property
    def waits_for_check(self) -> bool:
        return (
            self.is_open and self.visibility == Visibility.PUBLIC and not self.waits_for_company and not self.checked_on
        )

    @property
    def is_public(self) -> bool:
        """Really seen by everyone."""
        return self.is_open and self.visibility == Visibility.PUBLIC and bool(self.company_yes_on and self.checked_on)

    def owner(self) -> Person | None:
        """Who is written to today: the contact if still at the company, else its main contact. None: nobody is left."""
        working = Role.objects.at_work().filter(person=self.contact_id, organisation=self.organisation_id)
        if self.contact is not None and self.contact.erased_at is None and working.exists():
            return self.contact
        found: Person | None = self.organisation.main_contact()
        return found


class AnswerQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever asked; one's own company's; and what may be shared, for all who see the question, when the days are
        over."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        at_work = user.standing.works_at or [0]
        shared = Q(may_share=True, listing__digested_on__isnull=False, listing__in=Listing.objects.visible_to(user))
        return self.filter(Q(organisation__in=at_work) | Q(listing__organisation__in=at_work) | shared)


class ListingAnswer(models.Model):
    """What somebody answers to a question to the cluster. To a need or an offer one answers with an introduction."""

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="answers", verbose_name=_("question"))
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="listing_answers", verbose_name=_("company")
    )
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="listing_answers", verbose_name=_("person")
    )
    words = models.TextField(_("answer"), max_length=3000)
    may_share = models.BooleanField(_("may be shown to those who see the question"), default=True)
    at = models.DateTimeField(_("answered"), default=timezone.now)
    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["listing", "person"], name="one_answer_a_person")]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.listing}"

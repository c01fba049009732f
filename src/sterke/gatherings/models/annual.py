"""The annual meeting: what the statutes say, the agenda with its papers, the notice, proxies and who is there."""

from datetime import date, timedelta
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sterke.core.question import Question
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation

from .afterwards import ManagedQuerySet, managed_by, refuse_odd_file
from .gatherings import Gathering


class Statutes(models.Model):
    """What the cluster's statutes say of the annual meeting: one row, from the profile, edited in the office."""

    notice_days = models.PositiveSmallIntegerField(
        _("notice at least so many days before"), default=14, validators=[MaxValueValidator(365)]
    )
    proxies_each = models.PositiveSmallIntegerField(
        _("proxies a company may hold, at most"), default=1, validators=[MaxValueValidator(100)]
    )
    quorum_percent = models.PositiveSmallIntegerField(
        _("per cent of the votes that must be there"), default=0, validators=[MaxValueValidator(100)],
        help_text=_("0: those who come decide, however few."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("statutes")
        verbose_name_plural = _("statutes")

    def __str__(self) -> str:
        return str(_("The annual meeting in the statutes"))

    @classmethod
    def current(cls) -> "Statutes":
        """The one row; the usual rules where no profile has said otherwise."""
        return the_statutes().first() or cls()

    def notice_due(self, day: date) -> date:
        """The last day to send the notice of a meeting on this day."""
        return day - timedelta(days=self.notice_days)


the_statutes = Question(lambda: Statutes.objects.order_by("pk"))


class NoticedQuerySet(models.QuerySet):
    """What the notice brings: for members once it is sent, for those who manage the meeting before that."""

    to_gathering = "gathering"

    def visible_to(self, user: Any) -> Self:
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        at = self.to_gathering
        rows = Q(**{f"{at}__network__in": user.standing.leads or [0]}) | Q(**{f"{at}__responsible__user": user.pk})
        if user.is_member:
            sent = Notice.objects.filter(gathering=OuterRef(f"{at}_id"))
            rows |= Q(Exists(sent), **{f"{at}__in": Gathering.objects.visible_to(user)})
        return self.filter(rows)


class AgendaItem(models.Model):
    """One matter before the meeting: what is proposed, and by whom."""

    class Majority(models.TextChoices):
        SIMPLE = "simple", _("more than half")
        TWO_THIRDS = "two_thirds", _("two thirds")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="agenda", verbose_name=_("gathering"))
    number = models.PositiveSmallIntegerField(_("item number"), default=1)
    title = models.CharField(_("title, bokmål"), max_length=150)
    title_en = models.CharField(_("title, English"), max_length=150, blank=True)
    proposal = models.TextField(_("what is proposed, bokmål"), max_length=5000, blank=True)
    proposal_en = models.TextField(_("what is proposed, English"), max_length=5000, blank=True)
    proposed_by = models.CharField(_("proposed by"), max_length=150, blank=True)
    majority = models.CharField(
        _("adopted by"), max_length=12, choices=Majority, default=Majority.SIMPLE,
        help_text=_("Of the votes for and against. Changes of the statutes need two thirds in most clusters."),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed"), default=timezone.now, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = NoticedQuerySet.as_manager()

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("number", "pk")
        constraints = [models.UniqueConstraint(fields=["gathering", "number"], name="agenda_numbers_differ")]

    def __str__(self) -> str:
        return self.words("title")

    def words(self, name: str) -> str:
        """A text in the reader's language, else in bokmål."""
        english = getattr(self, f"{name}_en") if get_language() == "en" else ""
        return english or getattr(self, name)

    def language_of(self, name: str) -> str:
        return "en" if get_language() == "en" and getattr(self, f"{name}_en") else "nb"


class PaperQuerySet(NoticedQuerySet):
    to_gathering = "item__gathering"

    def visible_to(self, user: Any) -> Self:
        return self.filter(item__in=AgendaItem.objects.visible_to(user))


class AgendaPaper(models.Model):
    """What one reads before the meeting: the accounts, a plan, a link."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="papers", verbose_name=_("agenda item"))
    title = models.CharField(_("what it is"), max_length=120)
    file = models.FileField(_("file"), upload_to="aarsmoter/%Y/", blank=True, validators=[refuse_odd_file])
    url = models.URLField(_("or a link"), max_length=500, blank=True)
    added_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)
    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        ordering = ("pk",)
        constraints = [models.CheckConstraint(condition=~(Q(file="") & Q(url="")), name="paper_is_somewhere")]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """That the meeting was called: when, for which day, in time or late and why. Each sending is a row."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="notices", verbose_name=_("gathering"))
    day = models.DateField(_("the day it calls to"))
    due_on = models.DateField(_("last day by the statutes"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    sent_by = models.CharField(_("sent by"), max_length=200)
    words = models.TextField(_("words of one's own"), max_length=2000, blank=True)
    late_why = models.CharField(_("sent late, because"), max_length=500, blank=True)
    companies = models.PositiveIntegerField(_("companies it went to"), default=0)
    unreached = models.JSONField(_("companies without an address"), default=list, blank=True)
    written_at = models.DateTimeField(_("all mails are written"), null=True, blank=True)
    objects = NoticedQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return f"{self.gathering}, {self.sent_at:%Y-%m-%d}"

    @property
    def is_late(self) -> bool:
        return timezone.localdate(self.sent_at) > self.due_on


class ProxyQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: Any) -> Self:
        """Those who manage the meeting; the main contacts of the two companies."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        own = user.standing.main_contact_of or [0]
        return self.filter(managed_by(user) | Q(giver__in=own) | Q(holder__in=own))


class Proxy(models.Model):
    """A company that does not come lets another vote for it."""

    class How(models.TextChoices):
        LINK = "link", _("by the link in the notice")
        SIGNED_IN = "signed_in", _("signed in")
        SECRETARIAT = "secretariat", _("by the secretariat")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="proxies", verbose_name=_("gathering"))
    giver = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proxies_given", verbose_name=_("the company that gives it")
    )
    holder = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proxies_held", verbose_name=_("the company that votes for it")
    )
    how = models.CharField(_("how"), max_length=12, choices=How)
    given_by = models.CharField(_("given by"), max_length=200)
    given_by_key = models.CharField(max_length=80, blank=True)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    objects = ProxyQuerySet.as_manager()

    class Meta:
        verbose_name = _("proxy")
        verbose_name_plural = _("proxies")
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "giver"], condition=Q(withdrawn_at=None), name="one_proxy_a_company"
            ),
            models.CheckConstraint(condition=~Q(giver=F("holder")), name="proxy_goes_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.giver} → {self.holder}"


class Presence(models.Model):
    """What somebody at the table says of a company: in the room, or not. It goes before what was seen at the door."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="presences", verbose_name=_("gathering"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+", verbose_name=_("company"))
    is_here = models.BooleanField(_("is here"), default=True)
    marked_at = models.DateTimeField(_("marked"), default=timezone.now)
    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = _("company present")
        verbose_name_plural = _("companies present")
        ordering = ("marked_at", "pk")
        constraints = [models.UniqueConstraint(fields=["gathering", "organisation"], name="present_once")]

    def __str__(self) -> str:
        return str(self.organisation)


SHORTEST, LONGEST = MinValueValidator(1), MaxValueValidator(9)  # years of a term

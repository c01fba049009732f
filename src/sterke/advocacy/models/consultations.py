"""Consultations: what an authority asks for our word on, what the members say, and what we answered, when and how."""

from datetime import date, datetime, time, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.paths import path_to
from sterke.core.visibility import Visibility, audiences_of, is_secretary
from sterke.directory.models import Organisation, Person
from sterke.membership.models import Network
from sterke.region.models import Municipality

from .asking import AskedQuestion, GivenAnswer
from .cases import AdvocacyCase, in_language
from .radar import ParliamentItem


class Zone(models.TextChoices):
    """Whose clock a deadline goes by."""

    OSLO = "Europe/Oslo", _("Norwegian time")
    BRUSSELS = "Europe/Brussels", _("Brussels time")
    LONDON = "Europe/London", _("London time")
    HELSINKI = "Europe/Helsinki", _("Helsinki time")
    UTC = "UTC", _("universal time (UTC)")


def moment_of(day: date, hour: Any, zone: str) -> datetime:
    """The moment a clock in a zone shows this. Raises ValidationError for an hour that is skipped that night; of an
    hour that comes twice the first one counts, which is the careful reading of a deadline."""
    there = datetime.combine(day, hour, ZoneInfo(zone))
    moment = there.astimezone(ZoneInfo("UTC"))
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != there.replace(tzinfo=None):
        raise ValidationError(_("The clock is moved that night, and that hour does not exist."), code="no such hour")
    return moment


class MomentField(models.DateTimeField):
    """The moment that day, hour and zone of the row make, worked out whenever it is saved."""

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime:
        row: Any = model_instance
        moment = moment_of(row.deadline_day, row.deadline_time, row.zone)
        setattr(row, self.attname, moment)
        return moment


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """By audience; the board, and whoever owns it, sees it from the start."""
        if is_secretary(user):
            return self.all()
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(owner__user=user.pk)
            if user.is_board:
                rows |= ~Q(pk=None)
        return self.filter(rows)

    def under_way(self) -> Self:
        """Neither answered nor let go."""
        return self.filter(dropped_on=None, response__delivered_on=None)

    def answered(self) -> Self:
        return self.filter(response__delivered_on__isnull=False)


class Consultation(models.Model):
    """An authority sends something on consultation. Day, hour and zone are kept as it wrote them."""

    title = models.CharField(_("title, bokmål"), max_length=300)
    title_en = models.CharField(_("title, English"), max_length=300, blank=True)
    authority = models.ForeignKey(
        Organisation, models.PROTECT, related_name="consultations", verbose_name=_("who asks")
    )
    cases = models.ManyToManyField(AdvocacyCase, blank=True, related_name="consultations", verbose_name=_("cases"))
    about = models.TextField(_("what it is about, bokmål"), max_length=4000, blank=True)
    about_en = models.TextField(_("what it is about, English"), max_length=4000, blank=True)
    url = models.URLField(_("link"), max_length=500, blank=True)
    reference = models.CharField(_("their reference"), max_length=120, blank=True)
    deadline_day = models.DateField(_("deadline"))
    deadline_time = models.TimeField(_("hour"), default=time(23, 59))
    zone = models.CharField(_("by which clock"), max_length=20, choices=Zone, default=Zone.OSLO)
    deadline = MomentField(editable=False, db_index=True)  # the moment these three make
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="consultations", verbose_name=_("owner")
    )
    item = models.ForeignKey(ParliamentItem, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    asked_on = models.DateField(_("asked of the members"), null=True, blank=True, editable=False)
    answer_by = models.DateField(_("answers by"), null=True, blank=True, editable=False)
    municipalities = models.ManyToManyField(
        Municipality, blank=True, editable=False, related_name="+", verbose_name=_("only members in")
    )
    networks = models.ManyToManyField(
        Network, blank=True, editable=False, related_name="+", verbose_name=_("only members of")
    )
    dropped_on = models.DateField(_("let go"), null=True, blank=True, editable=False)
    why_dropped = models.CharField(_("why we do not answer"), max_length=300, blank=True, editable=False)
    made_on = models.DateField(_("taken up"), default=timezone.localdate, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        ordering = ("-deadline", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(item__isnull=False), name="one_consultation_an_item")
        ]

    def __str__(self) -> str:
        return self.words("title")

    def get_absolute_url(self) -> str:
        return path_to("advocacy:consultation", self.pk)

    def clean(self) -> None:
        if self.deadline_day and self.deadline_time:
            try:
                moment_of(self.deadline_day, self.deadline_time, self.zone)
            except ValidationError as problem:
                raise ValidationError({"deadline_time": problem}) from problem

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def language(self) -> str:
        """The language its title is shown in, where that is not the reader's."""
        return "" if self.title_en else "nb"

    @property
    def is_over(self) -> bool:
        """The deadline is past: the minute it names is still in time."""
        return timezone.now() >= self.deadline + timedelta(minutes=1)

    @property
    def local_deadline(self) -> datetime:
        """The deadline on the clock of those who answer."""
        return timezone.localtime(self.deadline)


class OfConsultationQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Whoever sees the consultation."""
        return self.filter(consultation__in=Consultation.objects.visible_to(user))


class ConsultationDocument(models.Model):
    """A paper of the consultation, at the authority."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="documents")
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("link"), max_length=500)
    objects = OfConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.title


class ConsultationQuestion(AskedQuestion):
    """What we ask the members, so that the answer stands on more than one desk."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="questions")
    objects = OfConsultationQuerySet.as_manager()

    class Meta(AskedQuestion.Meta):
        verbose_name = _("question to the members")
        verbose_name_plural = _("questions to the members")


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who lead it, the board; and a company's own."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        rows = Q(organisation__in=user.standing.works_at) | Q(consultation__owner__user=user.pk)
        if user.is_board:
            rows |= ~Q(pk=None)
        return self.filter(rows, consultation__in=Consultation.objects.visible_to(user))


class ConsultationReply(models.Model):
    """What one company says to us. A later word of the same company takes the place of the first."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="replies")
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="consultation_replies", verbose_name=_("company")
    )
    may_quote = models.BooleanField(_("the company may be quoted by name"), default=False)
    signed_by = models.CharField(_("answered by"), max_length=200)  # a label, as in history
    signed_by_key = models.CharField(max_length=80, blank=True, db_index=True)
    at = models.DateTimeField(_("answered"), default=timezone.now)
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer to a consultation")
        verbose_name_plural = _("answers to consultations")
        ordering = ("organisation__sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["consultation", "organisation"], name="one_reply_a_company")]

    def __str__(self) -> str:
        return str(self.organisation)


class ConsultationAnswer(GivenAnswer):
    reply = models.ForeignKey(ConsultationReply, models.CASCADE, related_name="answers")
    question = models.ForeignKey(ConsultationQuestion, models.CASCADE, related_name="answers")

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        constraints = [models.UniqueConstraint(fields=["reply", "question"], name="one_answer_a_question")]


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Once it is delivered, by its audience; before that those who lead it, and the board."""
        if is_secretary(user):
            return self.all()
        rows = Q(delivered_on__isnull=False, visibility__in=audiences_of(user))
        if user.is_authenticated:
            rows |= Q(consultation__owner__user=user.pk)
            if user.is_board:
                rows |= ~Q(pk=None)
        return self.filter(rows, consultation__in=Consultation.objects.visible_to(user))


class ConsultationResponse(models.Model):
    """What we answer. Changed after it was sent to the chair, it goes there again."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        WITH_CHAIR = "with_chair", _("waits for the chair")
        SENT_BACK = "sent_back", _("sent back")
        APPROVED = "approved", _("approved by the board")
        DELIVERED = "delivered", _("delivered")

    consultation = models.OneToOneField(Consultation, models.CASCADE, related_name="response")
    text = models.TextField(_("what we answer"), max_length=200_000)
    summary = models.CharField(_("in one sentence, bokmål"), max_length=300, blank=True)
    summary_en = models.CharField(_("in one sentence, English"), max_length=300, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT, editable=False)
    visibility = models.CharField(
        _("visible to, once delivered"), max_length=20, choices=Visibility, default=Visibility.PUBLIC
    )
    approver = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, editable=False, related_name="+")
    sent_on = models.DateField(_("sent to the chair"), null=True, blank=True, editable=False)
    remark = models.TextField(_("what the chair says"), max_length=2000, blank=True, editable=False)
    approved_by = models.CharField(_("approved by"), max_length=200, blank=True, editable=False)  # a label
    approved_by_key = models.CharField(max_length=80, blank=True, db_index=True, editable=False)
    approved_on = models.DateField(_("approved on"), null=True, blank=True, editable=False)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True, editable=False)
    delivered_how = models.CharField(_("how"), max_length=200, blank=True, editable=False)
    is_late = models.BooleanField(_("after the deadline"), default=False, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    objects = ResponseQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer of the cluster")
        verbose_name_plural = _("answers of the cluster")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="delivered") | Q(delivered_on__isnull=False), name="delivered_says_when"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "delivered"]) | Q(approved_on__isnull=False),
                name="approved_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultation}: {self.get_status_display()}"

    def get_absolute_url(self) -> str:
        return self.consultation.get_absolute_url()

    def words(self, name: str) -> str:
        return in_language(self, name)

    @property
    def is_settled(self) -> bool:
        return self.status == self.Status.DELIVERED

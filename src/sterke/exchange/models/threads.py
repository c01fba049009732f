"""What is said: threads, replies, who follows them, files beside them, and what somebody found wrong."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField
from sterke.core.paths import path_to
from sterke.core.visibility import is_secretary
from sterke.directory.models import Organisation, Person
from sterke.gatherings.models.afterwards import refuse_odd_file

from .spaces import OwnQuerySet, Space

LONGEST = 10_000  # letters


class ThreadQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those of the spaces one is in; what was taken away is for those who moderate."""
        rows = self.filter(space__in=Space.objects.visible_to(user))
        if is_secretary(user):
            return rows
        own = Q(hidden_on=None)
        if user.is_authenticated:
            own |= Q(space__network__in=user.standing.leads or [0])
        return rows.filter(own)

    def shown(self) -> Self:
        return self.filter(hidden_on=None)


class Thread(models.Model):
    """Something told or asked. ``last_at`` moves with each reply and puts it first."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="threads", verbose_name=_("space"))
    title = models.CharField(_("title"), max_length=160)
    text = models.TextField(_("what you want to say"), max_length=LONGEST)
    is_question = models.BooleanField(_("this is a question"), default=False)
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="threads", verbose_name=_("author")
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="threads", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=200)  # outlives the person's row; goes with an erasure
    at = models.DateTimeField(_("written"), default=timezone.now)
    last_at = models.DateTimeField(_("last said"), default=timezone.now, db_index=True)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    pinned_on = models.DateField(_("pinned"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    hidden_on = models.DateField(_("taken away"), null=True, blank=True)
    accepted = models.ForeignKey(
        "Reply", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("the answer")
    )
    is_demo = models.BooleanField(_("demo data"), default=False)
    search_text = FoldedField("title", "text", max_length=4000)
    objects = ThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("thread")
        verbose_name_plural = _("threads")
        ordering = ("-last_at", "-pk")
        indexes = [models.Index(fields=["space", "-last_at"], name="threads_by_last")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("exchange:thread", self.pk)

    @property
    def is_open(self) -> bool:
        return self.closed_on is None and self.hidden_on is None


class ReplyQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(thread__in=Thread.objects.visible_to(user))

    def shown(self) -> Self:
        return self.filter(hidden_on=None)


class Reply(models.Model):
    thread = models.ForeignKey(Thread, models.CASCADE, related_name="replies", verbose_name=_("thread"))
    text = models.TextField(_("reply"), max_length=LONGEST)
    author = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("author")
    )
    organisation = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="replies", verbose_name=_("company")
    )
    name = models.CharField(_("name"), max_length=200)
    at = models.DateTimeField(_("written"), default=timezone.now)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    by_mail = models.BooleanField(_("came by mail"), default=False)
    message_id = models.CharField(max_length=255, blank=True, db_index=True)  # of the mail it came by
    hidden_on = models.DateField(_("taken away"), null=True, blank=True)
    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ("at", "pk")
        indexes = [models.Index(fields=["thread", "at"], name="replies_in_order")]

    def __str__(self) -> str:
        return f"{self.name}: {self.thread}"

    def get_absolute_url(self) -> str:
        return f"{self.thread.get_absolute_url()}#svar-{self.pk}"


class AttachmentQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """With what it hangs on; nothing of what was taken away."""
        threads = Thread.objects.visible_to(user)
        return self.filter(thread__in=threads).exclude(reply__hidden_on__isnull=False)


class Attachment(models.Model):
    """A file beside a thread or one of its replies."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="attachments")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="attachments")
    name = models.CharField(_("name"), max_length=150)
    file = models.FileField(_("file"), upload_to="samtaler/%Y/", validators=[refuse_odd_file])
    is_picture = models.BooleanField(default=False)
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Following(models.Model):
    """One follows what one wrote in, and what one chose; muted, one hears nothing of it."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="followings")
    person = models.ForeignKey(Person, models.CASCADE, related_name="followings")
    muted = models.BooleanField(_("muted"), default=False)
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="one_following_a_thread")]

    def __str__(self) -> str:
        return f"{self.person}: {self.thread}"


class ReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        """Those who moderate; and one's own."""
        if is_secretary(user):
            return self.all()
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(by__user=user.pk) | Q(thread__space__network__in=user.standing.leads or [0]))

    def waiting(self) -> Self:
        return self.filter(settled_on=None)


class Report(models.Model):
    """Somebody found something that should not stand."""

    thread = models.ForeignKey(Thread, models.CASCADE, related_name="reports")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="reports")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", verbose_name=_("reported by"))
    why = models.CharField(_("what is wrong with it"), max_length=500)
    at = models.DateTimeField(_("reported"), default=timezone.now)
    settled_on = models.DateField(_("settled"), null=True, blank=True)
    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of something said")
        verbose_name_plural = _("reports of something said")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.thread}: {self.why}"[:200]

"""A poll in a thread: what can be chosen, until when, and what came of it."""

from typing import Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.directory.models import Person

from .spaces import OwnQuerySet
from .threads import Thread

MOST_OPTIONS = 12


class OfThreadQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(thread__in=Thread.objects.visible_to(user))


class Poll(models.Model):
    """One word each; changed until it closes. The counts are seen when one has voted, or when it is over."""

    thread = models.OneToOneField(Thread, models.CASCADE, related_name="poll")
    closes_at = models.DateTimeField(_("open until"))
    objects = OfThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("poll")
        verbose_name_plural = _("polls")

    def __str__(self) -> str:
        return str(self.thread)

    @property
    def is_open(self) -> bool:
        return self.thread.is_open and timezone.now() < self.closes_at


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    text = models.CharField(_("choice"), max_length=120)

    class Meta:
        verbose_name = _("choice of a poll")
        verbose_name_plural = _("choices of polls")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.text


class PollVote(models.Model):
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="votes")
    option = models.ForeignKey(PollOption, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="poll_votes")
    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("vote in a poll")
        verbose_name_plural = _("votes in polls")
        constraints = [models.UniqueConstraint(fields=["poll", "person"], name="one_vote_in_a_poll")]

    def __str__(self) -> str:
        return str(self.option)

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.visibility import is_secretary


class RegisterLoadQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "RegisterLoadQuerySet":
        return self.all() if is_secretary(user) else self.none()


class RegisterLoad(models.Model):
    """Many units of Enhetsregisteret on their way in: found, ticked by somebody, then taken in one by one."""

    class State(models.TextChoices):
        SEARCHING = "searching", _("searching")
        PREVIEW = "preview", _("preview")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    title = models.CharField(_("what was asked for"), max_length=300)
    question = models.JSONField(_("question"), default=dict, blank=True)  # empty when the answers were uploaded
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    pages = models.PositiveIntegerField(_("pages"), default=1)
    next_page = models.PositiveIntegerField(_("next page"), default=0)
    silent = models.BooleanField(_("the register fell silent"), default=False)
    notes = models.JSONField(_("notes"), default=list, blank=True)  # files: [name, code, detail]
    people_left_out = models.PositiveIntegerField(_("sole proprietorships left out"), default=0)
    outcome = models.JSONField(_("outcome"), default=dict, blank=True)
    by_key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(_("asked"), default=timezone.now)
    objects = RegisterLoadQuerySet.as_manager()

    class Meta:
        verbose_name = _("load from the register")
        verbose_name_plural = _("loads from the register")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    @property
    def is_busy(self) -> bool:
        """The worker has it."""
        return self.state in {self.State.SEARCHING, self.State.RUNNING}

    def counts(self) -> dict[str, Any]:
        """Units by group, how many are ticked, how many of those are done."""
        rows = self.units.order_by().values_list("group", "ticked", "outcome").annotate(n=models.Count("pk"))
        found = list(rows)
        by_group: dict[int, int] = {}
        for group, _ticked, _outcome, n in found:
            by_group[group] = by_group.get(group, 0) + n
        return {
            "by_group": by_group,
            "found": sum(by_group.values()),
            "ticked": sum(n for _group, ticked, _outcome, n in found if ticked),
            "done": sum(n for _group, ticked, outcome, n in found if ticked and outcome),
        }


class LoadedUnit(models.Model):
    """One unit of a load: what the register says of it, where it belongs, whether it is ticked, how it went."""

    class Group(models.IntegerChoices):
        """In the order people read them. The first three may be ticked."""

        NEW = 1, _("new")
        ELSEWHERE = 2, _("address in another municipality")
        KNOWN = 3, _("already in the register")
        CLOSED = 4, _("closed")
        LEFT_OUT = 5, _("sub-units")

    load = models.ForeignKey(RegisterLoad, models.CASCADE, related_name="units", verbose_name=_("load"))
    org_number = models.CharField(_("organisation number"), max_length=9)
    name = models.CharField(_("name"), max_length=200)
    facts = models.JSONField(_("facts"), default=dict)
    group = models.PositiveSmallIntegerField(_("group"), choices=Group)
    ticked = models.BooleanField(_("ticked"), default=False)
    outcome = models.CharField(_("outcome"), max_length=20, blank=True)  # what take_from_register did, or refused
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("loaded unit")
        verbose_name_plural = _("loaded units")
        ordering = ("group", "name", "pk")
        constraints = [models.UniqueConstraint(fields=["load", "org_number"], name="one_unit_a_load")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_ticked(self) -> bool:
        return self.group <= self.Group.KNOWN

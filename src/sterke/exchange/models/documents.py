"""Papers that a space shares, with every version there was."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import SortKeyField
from sterke.core.paths import path_to
from sterke.directory.models import Person
from sterke.gatherings.models.afterwards import refuse_odd_file

from .spaces import Space


class OfSpaceQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(space__in=Space.objects.visible_to(user))


class DocumentFolder(models.Model):
    space = models.ForeignKey(Space, models.CASCADE, related_name="folders", verbose_name=_("space"))
    name = models.CharField(_("name"), max_length=80)
    sort_key = SortKeyField("name")
    objects = OfSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("folder")
        verbose_name_plural = _("folders")
        ordering = ("sort_key", "pk")
        constraints = [models.UniqueConstraint(fields=["space", "name"], name="one_folder_a_name")]

    def __str__(self) -> str:
        return self.name


class SharedDocument(models.Model):
    """The newest version is the document; the others stay."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="documents", verbose_name=_("space"))
    folder = models.ForeignKey(
        DocumentFolder, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name=_("folder")
    )
    title = models.CharField(_("what it is"), max_length=150)
    text = models.TextField(blank=True, editable=False)  # of the newest version, for search
    taken_away_on = models.DateField(_("taken away"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False)
    sort_key = SortKeyField("title")
    objects = OfSpaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("shared document")
        verbose_name_plural = _("shared documents")
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return path_to("exchange:document", self.pk)


class VersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> Self:
        return self.filter(document__in=SharedDocument.objects.visible_to(user), document__taken_away_on=None)


class DocumentVersion(models.Model):
    document = models.ForeignKey(SharedDocument, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    file = models.FileField(_("file"), upload_to="delt/%Y/", validators=[refuse_odd_file])
    name = models.CharField(_("name of the file"), max_length=150)
    size = models.PositiveIntegerField(_("size"))
    note = models.CharField(_("what is new"), max_length=200, blank=True)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    by_name = models.CharField(max_length=200)
    at = models.DateTimeField(_("when"), default=timezone.now)
    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a document")
        verbose_name_plural = _("versions of documents")
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="one_version_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.document} ({self.number})"

"""What comes back: Industriforum, IndustriPub, a network's half-days."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class GatheringSeries(models.Model):
    name = models.CharField(_("name, bokmål"), max_length=100)
    name_en = models.CharField(_("name, English"), max_length=100, blank=True)
    slug = models.SlugField(_("address"), unique=True)
    about = models.TextField(_("what it is, bokmål"), max_length=600, blank=True)
    about_en = models.TextField(_("what it is, English"), max_length=600, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("order", "name")

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name

from datetime import date
from typing import Any

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import StrIndex
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField, SortKeyField
from sterke.core.paths import path_to
from sterke.core.question import Question, today
from sterke.core.text import fold
from sterke.core.visibility import Visibility, VisibleQuerySet, audiences_of
from sterke.region.models import Municipality


def in_force(on: date | None = None, prefix: str = "") -> Q:
    """Dated rows that hold on a day (today): valid_from ≤ day ≤ valid_to, an open end holds."""
    day = on or today()
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    )


def seen_by(user: Any, prefix: str = "") -> Q:
    """Organisations this user sees, for themselves or, with a prefix, for the rows of another model joined to them."""
    rows = Q(**{f"{prefix}visibility__in": audiences_of(user)})
    if user.is_authenticated and user.standing.works_at:
        rows |= Q(**{f"{prefix}pk__in": user.standing.works_at})
    return rows & Q(**{f"{prefix}merged_into": None})


class OrganisationQuerySet(VisibleQuerySet):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """By audience; and one's own company always. Merged-away rows are gone for all."""
        return self.filter(seen_by(user))

    def matching(self, words: str) -> "OrganisationQuerySet":
        """Each word occurs in name, earlier name, organisation number or place, folded ("aasnes" finds Åsnes)."""
        rows = self
        for word, places in with_places(words):
            rows = rows.holding(word, places)
        return rows

    def holding(self, word: str, places: list[int]) -> "OrganisationQuerySet":
        """One folded word occurs, or the organisation lies in one of the places."""
        rows = self.alias(word_at=StrIndex("search_text", Value(word)))
        return rows.filter(Q(word_at__gt=0) | Q(municipality__in=places))


def with_places(words: str) -> list[tuple[str, list[int]]]:
    """The words of a search, folded, each with the municipalities whose name holds it."""
    found = fold(words.replace("\x00", "")[:200]).split()[:10]
    places = [(place.pk, fold(place.name)) for place in all_places()] if found else []
    return [(word, [pk for pk, name in places if word in name]) for word in found]


all_places = Question(lambda: Municipality.objects.all())


def size_in_words(employees: int | None, *, hidden: bool) -> str:
    """Employees for people: "under 5" where the register hides the number, empty where unknown."""
    if employees is None:
        return str(_("under 5")) if hidden else ""
    return str(employees)


class Organisation(models.Model):
    class Kind(models.TextChoices):
        COMPANY = "company", _("company")
        SCHOOL = "school", _("school")
        MUNICIPALITY = "municipality", _("municipality")
        COUNTY = "county", _("county authority")
        MINISTRY = "ministry", _("ministry")
        DIRECTORATE = "directorate", _("directorate")
        AGENCY = "agency", _("agency")
        PARTY = "party", _("political party")
        RESEARCH = "research", _("research")
        MEDIA = "media", _("media")
        CLUSTER = "cluster", _("cluster or network")
        OTHER = "other", _("other")

    class Status(models.TextChoices):
        ACTIVE = "active", _("active")
        BANKRUPT = "bankrupt", _("bankrupt")
        LIQUIDATION = "liquidation", _("being wound up")
        DELETED = "deleted", _("deleted from the register")

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("address"), max_length=220, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.COMPANY)
    org_number = models.CharField(_("organisation number"), max_length=9, blank=True)
    register_name = models.CharField(_("name in the register"), max_length=200, blank=True)
    earlier_names = models.CharField(_("earlier names"), max_length=300, blank=True)
    org_form = models.CharField(_("form"), max_length=10, blank=True)
    industry_code = models.CharField(_("industry code"), max_length=10, blank=True)
    industry_standard = models.CharField(_("industry standard"), max_length=10, blank=True)
    industry = models.CharField(_("industry"), max_length=250, blank=True)
    # None: not known. Fewer than five are hidden in the register: then employees_hidden is true and employees None.
    employees = models.PositiveIntegerField(_("employees"), null=True, blank=True)
    employees_hidden = models.BooleanField(_("under 5 employees, hidden in the register"), default=False)
    website = models.URLField(_("web site"), blank=True, validators=[URLValidator(schemes=["http", "https"])])
    street = models.CharField(_("street address"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=10, blank=True)
    postal_place = models.CharField(_("postal place"), max_length=100, blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("municipality"),
    )
    about = models.TextField(_("about, bokmål"), max_length=2000, blank=True)
    about_en = models.TextField(_("about, English"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=20, choices=Status, default=Status.ACTIVE)
    visibility = models.CharField(_("visible to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    source = models.CharField(_("source of the facts"), max_length=100, blank=True)
    fetched_at = models.DateTimeField(_("facts fetched"), null=True, blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = FoldedField(
        "name", "register_name", "earlier_names", "org_number", "industry", "postal_place", max_length=1000
    )
    sort_key = SortKeyField("name")
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ("sort_key", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["org_number"],
                condition=~Q(org_number="") & Q(merged_into=None),
                name="one_organisation_a_number",
            )
        ]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="organisation_order"),
            models.Index(fields=["municipality", "sort_key", "id"], name="organisation_place"),
            models.Index(fields=["merged_into", "visibility", "municipality"], name="organisation_seen"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return path_to("website:organisation", self.slug)

    @property
    def size_text(self) -> str:
        return size_in_words(self.employees, hidden=self.employees_hidden)

    def main_contact(self) -> Any:
        """The person who answers for the company today, or None."""
        role = self.roles.in_force().filter(kind="main_contact").select_related("person").first()
        return role.person if role else None

from datetime import date
from typing import Any

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField, SortKeyField
from sterke.core.text import fold
from sterke.core.visibility import Visibility, VisibleQuerySet, audiences_of, is_secretary
from sterke.region.models import Municipality


def in_force(on: date | None = None, prefix: str = "") -> Q:
    """Dated rows that hold on a day (today): valid_from ≤ day ≤ valid_to, an open end holds."""
    day = on or timezone.localdate()
    return Q(**{f"{prefix}valid_from__lte": day}) & (
        Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gte": day})
    )


class OrganisationQuerySet(VisibleQuerySet):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """By audience; and one's own company always. Merged-away rows are gone for all."""
        rows = Q(visibility__in=audiences_of(user))
        if user.is_authenticated and user.standing.works_at:
            rows |= Q(pk__in=user.standing.works_at)
        return self.filter(rows, merged_into=None)

    def matching(self, words: str) -> "OrganisationQuerySet":
        """Each word occurs in name, earlier name, organisation number or place, folded ("aasnes" finds Åsnes)."""
        rows, places = self, [(place.pk, fold(place.name)) for place in Municipality.objects.all()]
        for word in fold(words.replace("\x00", "")[:200]).split()[:10]:
            there = [pk for pk, name in places if word in name]
            rows = rows.filter(Q(search_text__contains=word) | Q(municipality__in=there))
        return rows


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
        indexes = [models.Index(fields=["sort_key", "id"], name="organisation_order")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("website:organisation", args=[self.slug])

    @property
    def size_text(self) -> str:
        """Employees for people: "under 5" where the register hides the number, empty where unknown."""
        if self.employees_hidden and self.employees is None:
            return str(_("under 5"))
        return "" if self.employees is None else str(self.employees)

    def main_contact(self) -> "Person | None":
        role = self.roles.in_force().filter(kind=Role.Kind.MAIN_CONTACT).select_related("person").first()
        return role.person if role else None


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """People with a role in force that this user may see; oneself; colleagues; for the secretariat all."""
        if is_secretary(user):
            return self.filter(merged_into=None)
        roles = Role.objects.visible_to(user)
        rows = Q(pk__in=roles.values("person"))
        if user.is_authenticated:
            rows |= Q(user=user)
        return self.filter(rows, merged_into=None)


class Person(models.Model):
    name = models.CharField(_("name"), max_length=200)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person", verbose_name=_("user")
    )
    language = models.CharField(
        _("language"), max_length=5, choices=[("nb", "Bokmål"), ("en", "English")], default="nb"
    )
    is_demo = models.BooleanField(_("demo data"), default=False)
    erased_at = models.DateTimeField(_("erased"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", verbose_name=_("merged into")
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    search_text = FoldedField("name")
    sort_key = SortKeyField("name")
    objects = PersonQuerySet.as_manager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("sort_key", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def email(self) -> str:
        """The address mail goes to: the account's, else the first e-mail among the contact details."""
        if self.user is not None:
            return self.user.email
        found = [c.value for c in self.contact_details.all() if c.kind == ContactDetails.Kind.EMAIL]
        return found[0] if found else ""


class ContactDetailsQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "ContactDetailsQuerySet":
        """By each detail's own visibility, and only where its owner is visible too. Hidden: owner and secretariat."""
        if is_secretary(user):
            return self.all()
        seen = [ContactDetails.Seen.PUBLIC]
        if user.is_authenticated and user.is_member:
            seen.append(ContactDetails.Seen.MEMBERS)
        rows = Q(seen_by__in=seen) & (
            Q(person__in=Person.objects.visible_to(user)) | Q(organisation__in=Organisation.objects.visible_to(user))
        )
        if user.is_authenticated:
            rows |= Q(person__user=user) | Q(organisation__in=user.standing.main_contact_of)
        return self.filter(rows)


class ContactDetails(models.Model):
    """One way to reach a person or an organisation, with its own audience."""

    class Kind(models.TextChoices):
        EMAIL = "email", _("e-mail")
        PHONE = "phone", _("phone")
        MOBILE = "mobile", _("mobile")
        LINK = "link", _("link")

    class Seen(models.TextChoices):
        HIDDEN = "hidden", _("hidden")
        MEMBERS = "members", _("members")
        PUBLIC = "public", _("everyone")

    person = models.ForeignKey(
        Person, models.CASCADE, null=True, blank=True, related_name="contact_details", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="contact_details",
        verbose_name=_("organisation"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    value = models.CharField(_("value"), max_length=320)
    seen_by = models.CharField(_("seen by"), max_length=10, choices=Seen, default=Seen.HIDDEN)
    objects = ContactDetailsQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact details")
        verbose_name_plural = _("contact details")
        ordering = ("kind", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(organisation__isnull=True), name="contact_details_have_one_owner"
            )
        ]

    def __str__(self) -> str:
        return self.value


class RoleQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> "RoleQuerySet":
        return self.filter(in_force(on))

    def visible_to(self, user: Any) -> "RoleQuerySet":
        """Roles in force by their own audience; all roles in one's own company; for the secretariat all, past too."""
        if is_secretary(user):
            return self.filter(person__merged_into=None)
        rows = Q(visibility__in=audiences_of(user), organisation__in=Organisation.objects.visible_to(user))
        if user.is_authenticated:
            rows |= Q(organisation__in=user.standing.works_at) | Q(person__user=user)
        return self.in_force().filter(rows, person__merged_into=None)


class Role(models.Model):
    """A person's place in an organisation, from a day to a day. Rights are worked out from it when asked."""

    class Kind(models.TextChoices):
        MAIN_CONTACT = "main_contact", _("main contact")
        CONTACT = "contact", _("contact person")
        PAYER = "payer", _("invoice contact")
        EMPLOYEE = "employee", _("employee")
        GUEST = "guest", _("guest")

    person = models.ForeignKey(Person, models.CASCADE, related_name="roles", verbose_name=_("person"))
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="roles", verbose_name=_("organisation"))
    kind = models.CharField(_("role"), max_length=20, choices=Kind, default=Kind.CONTACT)
    title = models.CharField(_("title"), max_length=120, blank=True)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    visibility = models.CharField(_("shown to"), max_length=20, choices=Visibility, default=Visibility.SECRETARIAT)
    objects = RoleQuerySet.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        ordering = ("-valid_from", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=models.F("valid_from")), name="role_ends_after_it_starts"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"], condition=Q(valid_to=None), name="one_open_role_of_a_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title or self.get_kind_display()}, {self.organisation}"


class Office(models.Model):
    """A public office that outlives its holders: minister, mayor, committee chair."""

    title = models.CharField(_("title"), max_length=150)
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="offices", verbose_name=_("organisation")
    )

    class Meta:
        verbose_name = _("public office")
        verbose_name_plural = _("public offices")
        ordering = ("title",)

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class OfficeHolder(models.Model):
    office = models.ForeignKey(Office, models.CASCADE, related_name="holders", verbose_name=_("public office"))
    person = models.ForeignKey(Person, models.CASCADE, related_name="offices", verbose_name=_("person"))
    party = models.ForeignKey(
        Organisation, models.SET_NULL, null=True, blank=True, related_name="office_holders", verbose_name=_("party")
    )
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_to = models.DateField(_("to"), null=True, blank=True)
    source = models.URLField(_("source"), blank=True)

    class Meta:
        verbose_name = _("office-holder")
        verbose_name_plural = _("office-holders")
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return f"{self.person}, {self.office.title}"


class RegisterProposalQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "RegisterProposalQuerySet":
        return self.all() if is_secretary(user) else self.none()

    def waiting(self) -> "RegisterProposalQuerySet":
        return self.filter(state=RegisterProposal.State.OPEN, organisation__merged_into=None)


class RegisterProposal(models.Model):
    """What Enhetsregisteret says has changed: accepted or dismissed by a person, never applied silently."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ACCEPTED = "accepted", _("accepted")
        DISMISSED = "dismissed", _("dismissed")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, related_name="proposals", verbose_name=_("organisation")
    )
    changes = models.JSONField(_("changes"), help_text=_("Field name to [stored now, in the register]."))
    kind = models.CharField(
        _("kind"), max_length=20, default="changed"
    )  # changed, bankrupt, liquidation, deleted, removed
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    objects = RegisterProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal from the register")
        verbose_name_plural = _("proposals from the register")
        ordering = ("-found_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(state="open"), name="one_open_proposal")
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Merge(models.Model):
    """Two rows of the same company or person made one. ``moved`` says which rows went over; undo puts them back."""

    kept_key = models.CharField(max_length=80)
    gone_key = models.CharField(max_length=80)
    moved = models.JSONField(default=dict)
    at = models.DateTimeField(_("when"), default=timezone.now)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True)

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.gone_key} → {self.kept_key}"


class SheetImport(models.Model):
    """An uploaded sheet on its way in: previewed, corrected row by row, then written all at once."""

    class State(models.TextChoices):
        PREVIEW = "preview", _("preview")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        DROPPED = "dropped", _("dropped")

    kind = models.CharField(_("kind"), max_length=20)  # organisations, people
    file_name = models.CharField(_("file"), max_length=200)
    columns = models.JSONField(default=list)
    rows = models.JSONField(default=list)  # each {"line": n, "values": {...}, "errors": {...}, "skip": bool}
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PREVIEW)
    done_rows = models.PositiveIntegerField(default=0)
    outcome = models.JSONField(default=dict, blank=True)
    by_key = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    class Meta:
        verbose_name = _("sheet import")
        verbose_name_plural = _("sheet imports")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name

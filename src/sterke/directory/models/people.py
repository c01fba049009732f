from datetime import date
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sterke.core.fields import FoldedField, SortKeyField
from sterke.core.visibility import Visibility, audiences_of, is_secretary

from .organisations import Organisation, in_force, seen_by


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: Any) -> "PersonQuerySet":
        """People with a role in force that this user may see; oneself; colleagues; for the secretariat all."""
        if is_secretary(user):
            return self.filter(merged_into=None)
        # For each of the people asked of, not for everybody: search asks of some hundreds among very many.
        rows = Q(Exists(Role.objects.open_to(user).filter(person=OuterRef("pk")).order_by()))
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
        rows = Q(person__in=Person.objects.visible_to(user)) | seen_by(user, "organisation__")
        return self.filter((self._open_to(user) & rows) | self._own(user))

    def for_visible_owners(self, user: Any) -> "ContactDetailsQuerySet":
        """The same for owners already reached through ``visible_to``: half the question, a quarter of the cost."""
        return self.all() if is_secretary(user) else self.filter(self._open_to(user) | self._own(user))

    def _open_to(self, user: Any) -> Q:
        member = user.is_authenticated and user.is_member
        return Q(seen_by__in=[ContactDetails.Seen.PUBLIC, *([ContactDetails.Seen.MEMBERS] if member else [])])

    def _own(self, user: Any) -> Q:
        if not user.is_authenticated:
            return Q(pk__in=[])
        return Q(person__user=user.pk) | Q(organisation__in=user.standing.main_contact_of)


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

    @property
    def href(self) -> str:
        """Where a click leads: a mail, a call, a safe page; empty where nowhere."""
        if self.kind == ContactDetails.Kind.EMAIL:
            return f"mailto:{quote(self.value, safe='@')}"
        if self.kind == ContactDetails.Kind.LINK:
            return self.value if self.value.startswith("https://") else ""
        return f"tel:{quote(self.value.replace(' ', ''), safe='+')}"


def _open_to(user: Any) -> Q:
    rows = Q(visibility__in=audiences_of(user)) & seen_by(user, "organisation__")
    if user.is_authenticated and user.standing.works_at:
        rows |= Q(organisation__in=user.standing.works_at)
    return rows


class RoleQuerySet(models.QuerySet):
    def in_force(self, on: date | None = None) -> "RoleQuerySet":
        return self.filter(in_force(on))

    def at_work(self, on: date | None = None) -> "RoleQuerySet":
        """Roles that hold on a day and make one belong to the company; guests do not."""
        return self.in_force(on).exclude(kind=Role.Kind.GUEST)

    def visible_to(self, user: Any) -> "RoleQuerySet":
        """Roles in force by their own audience; all roles in one's own company; for the secretariat all, past too."""
        if is_secretary(user):
            return self.filter(person__merged_into=None)
        rows = _open_to(user) | Q(person__user=user) if user.is_authenticated else _open_to(user)
        return self.in_force().filter(rows, person__merged_into=None)

    def open_to(self, user: Any) -> "RoleQuerySet":
        """Roles in force that this user may see for what they are, not for whose: nobody's name is asked for."""
        return self.in_force().filter(_open_to(user))


class Role(models.Model):
    """A person's place in an organisation, from a day to a day. Rights are worked out from it when asked."""

    class Kind(models.TextChoices):
        MAIN_CONTACT = "main_contact", _("main contact")
        CONTACT = "contact", _("contact person")
        SIGNATORY = "signatory", _("signs for the company")
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

"""The form with which people register: one or several at once, on a phone. Plain rows of fields, no script needed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from sterke.directory.forms import EmailText
from sterke.directory.models import Organisation, Person, Role
from sterke.membership.forms import TidyText

from .actions import Comer
from .models import Gathering, GatheringQuestion, Registration
from .permissions import person_of

EMPTY_ROWS = 3  # for those who are not in the directory
MOST_COLLEAGUES = 200


@dataclass
class Seat:
    """A row of the form: somebody of one's company, or an empty row for somebody new."""

    person: Person | None
    title: str
    fields: list[Any]  # bound fields: what is asked of everybody
    tick: Any = None
    name: Any = None
    email: Any = None
    has_registered: bool = False


class RegisterForm(forms.Form):
    """Who comes. Somebody signed in sees the people of their company; anybody may add others by name and address."""

    together = forms.BooleanField(
        label=_("We come together or not at all"), required=False,
        help_text=_("If there is not room for all of you, all of you stand in line until there is."),
    )  # fmt: skip
    company_name = TidyText(label=_("Company or organisation"), max_length=200, required=False)
    fax = forms.CharField(required=False, label=_("Leave this empty"))  # only robots fill it in

    def __init__(self, *args: Any, gathering: Gathering, user: Any, invited: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gathering, self.user, self.invited = gathering, user, invited
        self.own = invited.person if invited is not None else person_of(user)
        self.asked = list(gathering.questions.all())
        self.empty_rows = self.count_empty_rows()
        self.colleagues = self.people()
        self.company = self.company_of()
        self.known = self.registered() if self.colleagues else set()
        for person in self.colleagues:
            self.add_person(person)
        for number in range(self.empty_rows):
            self.add_empty(number)

    def count_empty_rows(self) -> int:
        """A guest comes alone: as the person we know, or by the name and address they were invited with."""
        if self.invited is None or not self.invited.is_guest:
            return EMPTY_ROWS
        return 0 if self.own is not None else 1

    def registered(self) -> set[int | None]:
        """Who of them is on the list already."""
        rows = Registration.objects.active().filter(gathering=self.gathering, person__in=self.colleagues)
        return set(rows.values_list("person", flat=True))

    def company_of(self) -> Organisation | None:
        if self.invited is not None:
            return self.invited.organisation
        works_at = self.user.standing.works_at if self.user.is_authenticated else ()
        if not works_at:
            return None
        return Organisation.objects.filter(pk__in=works_at).order_by("sort_key", "pk").first()

    def people(self) -> list[Person]:
        """Oneself first, then the others who work where one works."""
        works_at = self.user.standing.works_at if self.user.is_authenticated else ()
        if self.invited is not None and self.invited.organisation_id:
            works_at = {self.invited.organisation_id} if self.shows_colleagues() else ()
        if not works_at:
            return [self.own] if self.own is not None else []
        roles = Role.objects.at_work().filter(organisation__in=works_at).order_by().values("person")
        rows = Person.objects.filter(pk__in=roles, merged_into=None, erased_at=None).order_by("sort_key", "pk")
        others = [person for person in rows[:MOST_COLLEAGUES] if self.own is None or person.pk != self.own.pk]
        return [*([self.own] if self.own is not None else []), *others]

    def shows_colleagues(self) -> bool:
        """To one who was invited for a company, and works there still."""
        if self.invited.is_guest or self.own is None:
            return False
        here = Role.objects.at_work().filter(organisation=self.invited.organisation_id)
        return here.filter(person=self.own).exists()

    def add_person(self, person: Person) -> None:
        self.fields[f"p{person.pk}"] = forms.BooleanField(
            label=person.name, required=False, initial=self.own is not None and person.pk == self.own.pk
        )
        self.add_asked(f"p{person.pk}")

    def add_empty(self, number: int) -> None:
        first = number == 0 and not self.colleagues
        known = self.invited if first else None
        name, email = (known.name, known.email) if known else ("", "")
        self.fields[f"n{number}-name"] = TidyText(label=_("Name"), max_length=200, required=first, initial=name)
        self.fields[f"n{number}-email"] = EmailText(label=_("E-mail"), max_length=320, required=first, initial=email)
        self.fields[f"n{number}-email"].disabled = bool(known and known.is_guest)  # the link is for this one
        self.add_asked(f"n{number}")

    def add_asked(self, prefix: str) -> None:
        """What this gathering asks of each: nothing but that."""
        if self.gathering.asks_diet:
            self.fields[f"{prefix}-diet"] = TidyText(label=_("Food we should know of"), max_length=200, required=False)
        for question in self.asked:
            self.fields[f"{prefix}-q{question.pk}"] = answer_field(question)

    def seats(self) -> list[Seat]:
        found = [
            Seat(
                person, person.name, self.asked_of(f"p{person.pk}"), tick=self[f"p{person.pk}"],
                has_registered=person.pk in self.known,
            )
            for person in self.colleagues
        ]  # fmt: skip
        return found + [
            Seat(None, "", self.asked_of(f"n{number}"), name=self[f"n{number}-name"], email=self[f"n{number}-email"])
            for number in range(self.empty_rows)
        ]

    @property
    def colleague_seats(self) -> list[Seat]:
        return [seat for seat in self.seats() if seat.person is not None]

    @property
    def new_seats(self) -> list[Seat]:
        return [seat for seat in self.seats() if seat.person is None]

    def asked_of(self, prefix: str) -> list[Any]:
        names = [f"{prefix}-diet"] if self.gathering.asks_diet else []
        return [self[name] for name in (*names, *(f"{prefix}-q{question.pk}" for question in self.asked))]

    @property
    def is_robot(self) -> bool:
        return bool(self.data.get("fax"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for number in range(self.empty_rows):
            name, email = cleaned.get(f"n{number}-name"), cleaned.get(f"n{number}-email")
            if email and not name:
                self.add_error(f"n{number}-name", _("Say who this is."))
            if name and not email and f"n{number}-email" not in self.errors:
                self.add_error(f"n{number}-email", _("The confirmation goes to this address."))
        for prefix in self.prefixes(cleaned):
            self.require_answers(prefix, cleaned)
        if not self.errors and not self.prefixes(cleaned):
            raise ValidationError(_("Say who comes."))
        return cleaned

    def prefixes(self, cleaned: dict[str, Any]) -> list[str]:
        """The rows that are filled in."""
        ticked = [f"p{person.pk}" for person in self.colleagues if cleaned.get(f"p{person.pk}")]
        return ticked + [f"n{number}" for number in range(self.empty_rows) if cleaned.get(f"n{number}-name")]

    def require_answers(self, prefix: str, cleaned: dict[str, Any]) -> None:
        for question in self.asked:
            name = f"{prefix}-q{question.pk}"
            if question.is_required and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("This must be answered."))

    def comers(self) -> list[Comer]:
        cleaned = self.cleaned_data
        people = {f"p{person.pk}": person for person in self.colleagues}
        return [
            Comer(
                name=cleaned.get(f"{prefix}-name", ""),
                email=cleaned.get(f"{prefix}-email", ""),
                person=people.get(prefix),
                organisation=self.company,
                company_name=cleaned.get("company_name", ""),
                diet=cleaned.get(f"{prefix}-diet", ""),
                answers={question.pk: told(cleaned.get(f"{prefix}-q{question.pk}")) for question in self.asked},
            )
            for prefix in self.prefixes(cleaned)
        ]


def answer_field(question: GatheringQuestion) -> forms.Field:
    """A field for the answer. It is required only of those who come, so the form looks after that."""
    kinds = GatheringQuestion.Kind
    label: Any = str(question)
    if question.kind == kinds.YES_NO:
        return forms.ChoiceField(label=label, required=False, choices=[("", "–"), ("ja", _("yes")), ("nei", _("no"))])
    if question.kind == kinds.CHOICE:
        return forms.ChoiceField(
            label=label, required=False, choices=[("", "–"), *((option, option) for option in question.options)]
        )
    if question.kind == kinds.NUMBER:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=1_000_000)
    return TidyText(label=label, required=False, max_length=500)


def told(value: Any) -> str:
    return "" if value in (None, "") else str(value)

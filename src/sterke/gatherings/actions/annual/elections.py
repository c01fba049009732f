"""Elections: which posts are up, who stands, who was chosen; and the appointments that come of it."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.directory.models import Organisation, Person
from sterke.membership.actions import appoint, end_appointment
from sterke.membership.models import Appointment, Body

from ... import permissions, reports_annual
from ...models import AgendaItem, Candidate, Election, Gathering
from .meeting import held, record

How = Appointment.Election


@transaction.atomic
def set_election(
    item: AgendaItem,
    *,
    body: Body,
    post: str,
    term_years: int,
    by: Any,
    is_by_election: bool = False,
    predecessor: Appointment | None = None,
    election: Election | None = None,
) -> Election:
    """Put a post up for election, or change what is to be elected until it is carried out; a result is written anew."""
    gathering = held(item.gathering, by)
    if body.kind not in reports_annual.ELECTED:
        raise ValidationError({"body": _("The meeting elects the board and the nomination committee.")})
    if predecessor is not None and predecessor.body_id != body.pk:
        raise ValidationError({"predecessor": _("%(name)s sits in another body.") % {"name": predecessor.person}})
    row = election or Election(item=item)
    if row.carried_out_at is not None:
        raise ValidationError(_("This election has been carried out."))
    if row.pk is not None:
        row.decided_at, row.how = None, ""
        row.candidates.update(is_elected=False, votes=None)
    row.item, row.body, row.post, row.term_years = item, body, post, term_years
    row.is_by_election, row.predecessor = is_by_election, predecessor
    elsewhere = Election.objects.filter(item__gathering=gathering, predecessor=predecessor).exclude(pk=row.pk)
    if predecessor is not None and elsewhere.exists():
        said = _("The seat of %(name)s is up for election already.") % {"name": predecessor.person}
        raise ValidationError({"predecessor": said})
    row.full_clean()
    row.save()
    record("annual.election", gathering, by, election=str(row))
    return row


@transaction.atomic
def call_up(item: AgendaItem, *, by: Any) -> int:
    """Put up every seat whose term is out in the year of the meeting, under this item. Returns how many were new."""
    gathering = held(item.gathering, by)
    there = set(Election.objects.filter(item__gathering=gathering).values_list("predecessor", flat=True))
    rows = [row for row in reports_annual.up(gathering) if row.pk not in there]
    for row in rows:
        set_election(item, body=row.body, post=row.post, term_years=row.term_years or 2, predecessor=row, by=by)
    return len(rows)


@transaction.atomic
def drop_election(election: Election, *, by: Any) -> None:
    gathering = held(election.item.gathering, by)
    if election.carried_out_at is not None:
        raise ValidationError(_("This election has been carried out."))
    told = str(election)
    election.delete()
    record("annual.election_dropped", gathering, by, election=told)


@transaction.atomic
def nominate(
    election: Election,
    *,
    person: Person,
    organisation: Organisation | None = None,
    from_committee: bool = True,
    by: Any,
) -> Candidate:
    """Let somebody stand, proposed by the nomination committee or from the floor. Twice is once."""
    gathering = held(election.item.gathering, by)
    if election.carried_out_at is not None:
        raise ValidationError(_("This election has been carried out."))
    if person.merged_into_id is not None or person.erased_at is not None:
        raise ValidationError(_("This person is not here any more."))
    facts = {"name": person.name, "organisation": organisation, "from_committee": from_committee}
    row, new = Candidate.objects.get_or_create(election=election, person=person, defaults=facts)
    if new:
        record("annual.candidate", gathering, by, about=[person], private=True, name=row.name, election=str(election))
    return row


@transaction.atomic
def drop_candidate(candidate: Candidate, *, by: Any) -> None:
    gathering = held(candidate.election.item.gathering, by)
    if candidate.election.carried_out_at is not None:
        raise ValidationError(_("This election has been carried out."))
    if candidate.is_elected:
        raise ValidationError(_("%(name)s is chosen. Write another result first.") % {"name": candidate.name})
    name, person, told = candidate.name, candidate.person, str(candidate.election)
    candidate.delete()
    record("annual.candidate_dropped", gathering, by, about=[person], private=True, name=name, election=told)


@transaction.atomic
def choose(
    election: Election, *, winner: Candidate | None, votes: dict[int, int | None] | None = None, by: Any
) -> Election:
    """Write the result of one election: who is chosen, or nobody; with votes by candidate where they were counted.

    May be written anew until it is carried out.
    """
    gathering = held(election.item.gathering, by)
    row = Election.objects.select_related("body", "predecessor").get(pk=election.pk)
    if row.carried_out_at is not None:
        raise ValidationError(_("This election has been carried out."))
    if not gathering.has_begun:
        raise ValidationError(_("The meeting has not begun."))
    candidates, votes = list(row.candidates.all()), votes or {}
    if winner is not None and winner.pk not in {each.pk for each in candidates}:
        raise ValidationError({"winner": _("Choose one of those who stand.")})
    refuse_odd_votes(gathering, candidates, votes, winner)
    for each in candidates:
        each.votes, each.is_elected = votes.get(each.pk), False
    Candidate.objects.bulk_update(candidates, ["votes", "is_elected"])
    if winner is not None:
        Candidate.objects.filter(pk=winner.pk).update(is_elected=True)
    row.decided_at, row.how = timezone.now(), how_elected(gathering, row, winner) if winner else ""
    row.save(update_fields=["decided_at", "how"])
    record("annual.chosen", gathering, by, private=True, election=str(row), name=winner.name if winner else "–")
    return row


def refuse_odd_votes(
    gathering: Gathering, candidates: list[Candidate], votes: dict[int, int | None], winner: Candidate | None
) -> None:
    counted = [votes.get(each.pk) for each in candidates]
    given = [number for number in counted if number is not None]
    if not given:
        return
    if len(given) != len(counted):
        raise ValidationError(_("Write the votes of all who stand, or of none."))
    present = reports_annual.count(gathering)[1].votes
    if sum(given) > present:
        said = _("That is %(sum)s votes, and there are %(present)s in the room, proxies included.")
        raise ValidationError(said % {"sum": sum(given), "present": present})
    if winner is not None and max(given) > (votes.get(winner.pk) or 0):
        raise ValidationError({"winner": _("Somebody else got more votes.")})


def how_elected(gathering: Gathering, election: Election, winner: Candidate) -> str:
    """Newly elected, re-elected to the post one has, or for the rest of somebody's term."""
    if election.is_by_election:
        return How.BY_ELECTION
    seated = Appointment.objects.in_force(gathering.day - timedelta(days=1))
    again = seated.filter(body=election.body, post=election.post, person=winner.person).exists()
    return How.REELECTED if again else How.ELECTED


@transaction.atomic
def carry_out(gathering: Gathering, *, by: Any) -> int:
    """Make the result so: the terms that are out end the day before the meeting, the new ones begin with it.

    Whoever is chosen for another post in a body leaves the one they had there. Where nobody was chosen, whoever sits
    goes on. Done once; returns how many appointments were made. What a new member may see and do, they may at once.
    """
    if not permissions.can_carry_out(by, gathering):
        raise PermissionDenied
    gathering = held(gathering, by)
    rows = [row for row in reports_annual.elections_of(gathering) if row.carried_out_at is None]
    if not rows:
        raise ValidationError(_("There is no election to carry out."))
    open_ones = [str(row) for row in rows if row.decided_at is None]
    if open_ones:
        raise ValidationError(_("Write the result first: %(elections)s.") % {"elections": ", ".join(open_ones)})
    chosen = [(row, next(each for each in row.candidates.all() if each.is_elected)) for row in rows if row.how]
    refuse_gone_or_twice(chosen)
    end_terms(gathering, chosen, by)
    for row, winner in chosen:
        assert winner.person is not None  # noqa: S101 -- refused above
        row.appointment = appoint(
            row.body, person=winner.person, organisation=winner.organisation, post=row.post, election=row.how,
            term_years=row.term_years, valid_from=gathering.day, by=by,
        )  # fmt: skip
    for row in rows:
        row.carried_out_at = timezone.now()
        row.save(update_fields=["appointment", "carried_out_at"])
    record("annual.carried_out", gathering, by, count=len(chosen))
    return len(chosen)


def refuse_gone_or_twice(chosen: list[tuple[Election, Candidate]]) -> None:
    """Each is still somebody, and is chosen for one post in a body."""
    seen: set[tuple[int, int]] = set()
    for row, winner in chosen:
        if winner.person_id is None or winner.person is None or winner.person.merged_into_id is not None:
            said = _("%(name)s is not here any more. Choose again.") % {"name": winner.name}
            raise ValidationError(said)
        if (row.body_id, winner.person_id) in seen:
            said = _("%(name)s is chosen for two posts in %(body)s.") % {"name": winner.name, "body": row.body}
            raise ValidationError(said)
        seen.add((row.body_id, winner.person_id))


def end_terms(gathering: Gathering, chosen: list[tuple[Election, Candidate]], by: Any) -> None:
    """The seats that were filled anew, and other posts that those chosen have in the same body."""
    last = gathering.day - timedelta(days=1)
    ending = {row.predecessor_id for row, _winner in chosen if row.predecessor_id}
    for row, winner in chosen:
        held_posts = Appointment.objects.filter(body=row.body, person=winner.person, valid_from__lt=gathering.day)
        ending.update(held_posts.running_after(last).values_list("pk", flat=True))
    for appointment in Appointment.objects.filter(pk__in=ending).running_after(last).order_by("pk"):
        end_appointment(appointment, on=last, by=by)

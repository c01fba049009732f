"""What a participant says in one go: whom they wish to meet, whom not, when they cannot, how many at most."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sterke.core import activity

from ..models import NotWith, RoundNotWith, RoundParticipant, Slot, Wish
from ..permissions_rounds import can_speak_for
from ..rounds_instance import hidden_among
from .rounds import actor, refuse_ended

MOST_WISHES = 200


@dataclass(frozen=True)
class Stated:
    """``wishes`` are strengths by participant; the rest numbers of rows."""

    wishes: Mapping[int, int] = field(default_factory=dict)
    not_with: frozenset[int] = frozenset()  # participants
    companies: frozenset[int] = frozenset()
    shown: frozenset[int] = frozenset()  # the participants that stood on the page: of others nothing is changed
    shown_companies: frozenset[int] = frozenset()
    cannot: frozenset[int] = frozenset()  # times
    most: int | None = None
    about: str = ""


@transaction.atomic
def state_wishes(participant: RoundParticipant, said: Stated, *, by: Any) -> None:
    """Keep what somebody has said, all at once, in place of what they said before.

    Raises:
        PermissionDenied: it is somebody else's.
        ValidationError: wishes are closed; a wish for oneself, a colleague or somebody who does not come.
    """
    if not can_speak_for(by, participant):
        raise PermissionDenied
    round = participant.round
    refuse_ended(round)
    if not round.takes_wishes:
        raise ValidationError(_("The time for wishes has passed. Call us if something must be otherwise."), code="late")
    if not participant.takes_part:
        raise ValidationError(_("You have stepped out of the meetings. Step in again first."), code="out")
    asked = set(said.wishes) | said.not_with
    others = {row.pk: row for row in RoundParticipant.objects.filter(round=round, pk__in=asked).by_name()}
    for pk in hidden_among(others.values()) - said.not_with:
        others.pop(pk)
    refuse_impossible(participant, said, others)
    keep_wishes(participant, said)
    keep_not_with(participant, said, others)
    participant.cannot.set(Slot.objects.filter(round=round, pk__in=said.cannot))
    participant.most, participant.about, participant.wished_at = said.most, said.about, timezone.now()
    participant.save(update_fields=["most", "about", "wished_at"])
    activity.record("round.wished", round, by=actor(by), about=[participant], count=len(said.wishes))


def refuse_impossible(me: RoundParticipant, said: Stated, others: Mapping[int, RoundParticipant]) -> None:
    if me.pk in said.wishes or me.pk in said.not_with:
        raise ValidationError(_("That is yourself."), code="oneself")
    if len(said.wishes) > MOST_WISHES:
        message = _("More than %(most)s wishes. Choose those that count.") % {"most": MOST_WISHES}
        raise ValidationError(message, code="many")
    for pk, strength in said.wishes.items():
        other = others.get(pk)
        if other is None or not other.takes_part:
            name = _("Somebody you ticked") if other is None else other.name
            raise ValidationError(_("%(name)s does not take part.") % {"name": name}, code="not_coming")
        if other.house == me.house:
            message = _("%(name)s is your colleague: you can meet at home.") % {"name": other.name}
            raise ValidationError(message, code="colleague")
        if strength not in Wish.Strength.values:
            raise ValidationError(_("A wish is fine, want or must."), code="strength")


def keep_wishes(me: RoundParticipant, said: Stated) -> None:
    """Those that are as before stay as they are, and so do those for people who did not stand on the page."""
    wishes = said.wishes
    known = dict(Wish.objects.filter(wisher=me).values_list("wished", "strength"))
    Wish.objects.filter(wisher=me, wished__in=said.shown - set(wishes)).delete()
    for pk, strength in wishes.items():
        if pk in known and known[pk] != strength:
            Wish.objects.filter(wisher=me, wished=pk).update(strength=strength)
    fresh = [Wish(wisher=me, wished_id=pk, strength=strength) for pk, strength in wishes.items() if pk not in known]
    Wish.objects.bulk_create(fresh)


def keep_not_with(me: RoundParticipant, said: Stated, others: Mapping[int, RoundParticipant]) -> None:
    """For always, between people of the directory; else for this round. Of those not on the page nothing is changed."""
    shown = RoundParticipant.objects.filter(round=me.round, pk__in=said.shown | said.not_with)
    own_person, known = me.person_id or 0, me.person_id is not None
    persons = {others[pk].person_id for pk in said.not_with if known and others[pk].person_id}
    rest = {pk for pk in said.not_with if not known or not others[pk].person_id}
    RoundNotWith.objects.filter(participant=me, other__in=shown).exclude(other__in=rest).delete()
    here = [RoundNotWith(participant=me, other_id=pk) for pk in sorted(rest)]
    RoundNotWith.objects.bulk_create(here, ignore_conflicts=True)
    if not known:
        return
    own = NotWith.objects.filter(person=own_person)
    own.filter(other__registrations__round_participant__in=shown).exclude(other__in=persons).delete()
    own.filter(organisation__in=said.shown_companies - said.companies).delete()
    fresh = [NotWith(person_id=own_person, other_id=pk) for pk in sorted(filter(None, persons))]
    fresh += [NotWith(person_id=own_person, organisation_id=pk) for pk in sorted(said.companies)]
    NotWith.objects.bulk_create(fresh, ignore_conflicts=True)

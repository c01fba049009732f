"""Reasons in words, for whoever reads them: a reason about something this reader may not see is left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sterke.core.question import Question
from sterke.directory.models.organisations import all_places
from sterke.gatherings.models import Gathering
from sterke.membership.models import Network

from .models import Listing, Suggestion

# To whoever asks, of the one who is suggested.
OF_THEM = {
    "offers": _("Offers “%(listing)s”."),
    "company_offers": _("The company offers “%(listing)s”."),
    "needs": _("Looks for “%(listing)s”."),
    "company_needs": _("The company looks for “%(listing)s”."),
    "solved": _("Needed “%(listing)s” and solved it in %(year)s."),
    "company_solved": _("The company needed “%(listing)s” and solved it in %(year)s."),
    "wants_the_same": _("Looks for the same: “%(listing)s”."),
    "company_wants_the_same": _("The company looks for the same: “%(listing)s”."),
    "answered": _("Has answered “%(listing)s”."),
    "does": _("The company works with this: %(words)s."),
    "title": _("Title: %(title)s."),
    "they_offer": _("Offers “%(listing)s”, and you look for “%(mine)s”."),
    "you_offer": _("Looks for “%(listing)s”, and you offer “%(mine)s”."),
    "both_need": _("Looks for “%(listing)s”, as you look for “%(mine)s”."),
    "same_work": _("The company works with the same as yours: %(words)s."),
    "trade_elsewhere": _("Same trade, in %(place)s."),
    "main_contact": _("Main contact of the company."),
    "acquainted": _("You know each other already."),
    "both_wish": _("You have both wished to meet."),
    "was_useful": _("Was useful with “%(listing)s”."),
    "useful_to_others": _("Has been useful to others."),
    "said_no": _("You said no to something like it."),
}
# To the one who is suggested, of themselves.
OF_YOU = {
    "offers": _("You offer “%(listing)s”."),
    "company_offers": _("Your company offers “%(listing)s”."),
    "needs": _("You look for “%(listing)s”."),
    "company_needs": _("Your company looks for “%(listing)s”."),
    "solved": _("You needed “%(listing)s” and solved it in %(year)s."),
    "company_solved": _("Your company needed “%(listing)s” and solved it in %(year)s."),
    "wants_the_same": _("You look for the same: “%(listing)s”."),
    "company_wants_the_same": _("Your company looks for the same: “%(listing)s”."),
    "answered": _("You have answered “%(listing)s”."),
    "does": _("Your company works with this: %(words)s."),
    "title": _("Your title: %(title)s."),
}
# Between the two, whoever reads.
BETWEEN = {
    "same_kind": _("Same kind: %(kind)s."),
    "network": _("Same network: %(networks)s."),
    "gathering": _("Both were at %(gathering)s."),
    "gatherings": _("Both were at %(gathering)s and %(others)s more."),
    "same_place": _("Both in %(place)s."),
    "near": _("About %(km)s km away."),
    "same_trade": _("Same trade."),
    "same_size": _("About as many employees."),
}
OWN = {"acquainted", "both_wish", "was_useful", "said_no"}  # for nobody but the one it is about
TEXTS = {code for code in OF_THEM if code in OF_YOU} | {"they_offer", "you_offer", "both_need", "same_work"}
GROUND = TEXTS | {"trade_elsewhere"}  # without one of these nothing is left to talk about


listings_seen = Question(
    lambda user, pks: Listing.objects.visible_to(user).filter(pk__in=pks).order_by().only("title", "closed_on")
)
networks_seen = Question(lambda user, pks: Network.objects.visible_to(user).filter(pk__in=pks))
gatherings_seen = Question(
    lambda user, pks: Gathering.objects.visible_to(user).filter(pk__in=pks).order_by().only("title", "title_en")
)


@dataclass(frozen=True)
class Said:
    """A reason as it is read, and what it counts."""

    text: str
    points: int


class Reasoning:
    """Knows by name what the reasons of some suggestions are about, as far as this reader may see it."""

    def __init__(self, rows: Sequence[Suggestion], user: Any) -> None:
        abouts = [about for row in rows for _code, about, _points in row.reasons]
        listings = _numbers(abouts, "listing") | _numbers(abouts, "mine")
        listings |= {row.listing_id for row in rows if row.listing_id}
        self.listings = {row.pk: row for row in listings_seen(user, sorted(listings))}
        networks = {number for about in abouts for number in about.get("networks", ())}
        self.networks = {row.pk: str(row) for row in networks_seen(user, sorted(networks))}
        gatherings = sorted(_numbers(abouts, "gathering"))
        self.gatherings = {row.pk: str(row) for row in gatherings_seen(user, gatherings)}
        self.places = {row.pk: row.name for row in all_places()}
        self.kinds = dict(Listing.Kind.choices)

    def say(self, reasons: list[Any], *, role: Any, mine: bool = False, own: bool = False) -> list[Said]:
        """``role``: where the suggested person works. ``mine``: that person reads. ``own``: whoever asked reads."""
        found = []
        for code, about, points in reasons:
            if (code in OWN and not own) or (mine and code not in OF_YOU and code not in BETWEEN):
                continue
            text = self._text(code, about, role, mine=mine)
            if text:
                found.append((code, Said(text, points)))
        return [said for _code, said in found] if any(code in GROUND for code, _said in found) else []

    def _text(self, code: str, about: dict[str, Any], role: Any, *, mine: bool) -> str:
        facts = self._facts(code, about, role)
        if facts is None:
            return ""
        if code == "gathering" and about.get("others"):
            code = "gatherings"
        phrase = BETWEEN.get(code) or (OF_YOU if mine else OF_THEM).get(code)
        return str(phrase) % facts if phrase else ""

    def _facts(self, code: str, about: dict[str, Any], role: Any) -> dict[str, Any] | None:
        """What stands in the sentence; None where something of it is not for this reader, or is no more."""
        facts: dict[str, Any] = {"km": about.get("km"), "others": about.get("others")}
        facts["kind"] = self.kinds.get(about.get("kind", ""), "")
        facts["words"] = ", ".join(about.get("words", ()))
        for name in ("listing", "mine"):
            if name in about:
                row = self.listings.get(about[name])
                if row is None:
                    return None
                facts |= {name: row.title, **({"year": row.closed_on.year} if row.closed_on else {})}
        if code.endswith("solved") and "year" not in facts:
            return None
        if code == "network":
            facts["networks"] = ", ".join(self.networks[n] for n in about["networks"] if n in self.networks)
        if code == "gathering":
            facts["gathering"] = self.gatherings.get(about["gathering"], "")
        if code in {"same_place", "trade_elsewhere"}:
            facts["place"] = self.places.get(role.organisation.municipality_id, "")
        if code == "title":
            facts["title"] = role.title
        needed = {"network": "networks", "gathering": "gathering", "same_place": "place", "title": "title"}
        needed["trade_elsewhere"] = "place"
        return facts if facts.get(needed.get(code, ""), True) else None


def _numbers(abouts: list[dict[str, Any]], name: str) -> set[int]:
    return {about[name] for about in abouts if about.get(name)}

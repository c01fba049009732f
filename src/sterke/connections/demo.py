"""Connections' part of the demo cluster: what companies need and offer, who was brought together, what came of it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from sterke.accounts.demo import find
from sterke.accounts.models import User
from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.models import OutgoingMail
from sterke.directory.models import Organisation, Person
from sterke.goals.demo import day_of

from . import actions, demo_rounds
from .actions.introductions import company_of
from .models import Introduction, IntroductionSide, Listing, ListingAnswer

World = dict[str, Any]
Party = tuple[Person, Organisation]


def load(world: World) -> None:
    for row in world["words"].get("listing", []):
        listing = put_out(world, row)
        for each in row.get("introduction", []):
            introduce(world, listing, each)
        for number, words, may_share in row.get("answers", []):
            answer(world, listing, somebody(world, number), words, may_share=may_share)
        if "closed" in row:
            close(world, listing, row["closed"])
    OutgoingMail.objects.filter(purpose="connections").delete()  # weeks ago; what is due is told today
    actions.digest_answers(world["clockwork"])
    actions.ask_still_true()
    actions.refresh_suggestions()


def somebody(world: World, number: int | str) -> Party:
    """The first in the list of a company that stays, by number; or whoever stands for a role on the sign-in page."""
    if isinstance(number, str):
        person = User.objects.get(pk=find()[number]).person
        found = company_of(person)
        assert found is not None  # noqa: S101
        return person, found
    company = world["staying"][number]
    return world["people"][company.pk][0], company


def put_out(world: World, row: dict[str, Any]) -> Listing:
    person, company = somebody(world, row["company"])
    put = day_of(world, row["put"])
    facts = {name: row[name] for name in ("side", "kind", "title", "visibility")}
    with on(put, world):
        listing = actions.put_out(
            Listing(
                **facts, text=row.get("text", ""), organisation=company, contact=person, is_demo=True,
                valid_until=timezone.localdate() + timedelta(days=60),
            ),
            by=world["secretary"],
        )  # fmt: skip
        if listing.waits_for_company:
            listing = actions.let_everyone_see(listing, person=company.main_contact())
    noon = timezone.now() + (put - world["today"])
    Listing.objects.filter(pk=listing.pk).update(
        written_at=noon, valid_until=day_of(world, row["until"]), written_by=person.name[:200], written_by_key=""
    )
    listing.refresh_from_db()
    return listing


def introduce(world: World, listing: Listing, row: dict[str, Any]) -> None:
    helper = somebody(world, row["helper"])
    asked = day_of(world, row["asked"])
    with on(asked, world):
        found = actions.offer_help(listing, words=row["note"], person=helper[0], company=helper[1])
    if found is None:
        return
    sides = list(found.sides.order_by("-asked", "pk"))
    if row["words"][1] and sides[1].person:
        with on(day_of(world, row["joined"]), world):
            actions.answer_introduction(sides[1], word=row["words"][1], person=sides[1].person)
    for side, (met, result, words) in zip(sides, row.get("told", []), strict=False):
        if side.person:
            with on(day_of(world, row["joined"]) + timedelta(days=28), world):
                actions.tell_result(side, met=met, result=result, words=words, person=side.person)
    moved(world, found, row, asked)


def moved(world: World, found: Introduction, row: dict[str, Any], asked: Any) -> None:
    """To its own days."""
    days = {"asked_on": asked, "answer_by": asked + timedelta(days=14)}
    if "joined" in row:
        joined = day_of(world, row["joined"])
        days |= {"joined_on": joined, "ask_result_on": None if row.get("told") else joined + timedelta(days=28)}
    Introduction.objects.filter(pk=found.pk).update(**days)
    IntroductionSide.objects.filter(introduction=found, result_at__isnull=False).update(
        result_at=timezone.now() - timedelta(days=2)
    )


def answer(world: World, listing: Listing, who: Party, words: str, *, may_share: bool) -> None:
    day = timezone.localdate(listing.written_at) + timedelta(days=2)
    ListingAnswer.objects.create(
        listing=listing, organisation=who[1], person=who[0], words=words, may_share=may_share,
        at=timezone.now() + (day - world["today"]),
    )  # fmt: skip


def close(world: World, listing: Listing, words: str) -> None:
    """What an introduction has not closed already."""
    listing.refresh_from_db()
    if listing.is_open:
        actions.close_listing(listing, outcome="found", words=words, by=world["secretary"])
    Listing.objects.filter(pk=listing.pk).update(closed_on=world["today"] - timedelta(days=4), outcome_words=words)


house.demos.append((42, load))
house.demos.append((50, demo_rounds.load))  # after the gatherings

"""The demo cluster's positions: adopted by the board, with the companies behind them; one is asked of the members."""

from datetime import date, timedelta
from typing import Any

from sterke.core.demo import on
from sterke.core.keys import key_of
from sterke.directory.models import Organisation
from sterke.goals.demo import day_of
from sterke.membership.models import Body, Membership
from sterke.region.models import Indicator
from sterke.region.reports import figure_on

from . import actions
from .demo_meetings import at_noon
from .models import Claim, PolicyPosition, PositionEndorsement

World = dict[str, Any]
Stance = PositionEndorsement.Stance
WEEKS = 3  # the companies got to answer
NAMELESS = 8  # one in so many does not want to be named
APART = 11  # companies between the first to answer of one position and of the next
REMARKS = {
    Stance.ABSTAINS: "(Demo) Vi holder oss utenfor denne gangen.",
    Stance.OBJECTS: "(Demo) Vi er for, men ville hatt banen først.",
}


def hold(world: World) -> None:
    for number, row in enumerate(world["words"].get("position", [])):
        position = begin(world, row)
        for words in row["claims"]:
            claim(world, position, *words)
        if "adopted" in row:
            adopt(world, position, row)
        for who, given, how in row["given"]:
            day = day_of(world, given)
            with on(day, world):
                actions.hand_over(
                    position, organisation=world["neighbours"][who], day=day, how=how, by=world["secretary"]
                )
        if "asked" in row:
            answered(world, position, row["asked"], first=number * APART)


def begin(world: World, row: dict[str, Any]) -> PolicyPosition:
    words = {name: row[name].strip() for name in ("title", "title_en", "text", "text_en")}
    made = day_of(world, row["made"])
    with on(made, world):
        position = PolicyPosition(case=world["cases"][row["case"]], made_on=made, visibility="public", **words)
        return actions.start_position(position, by=world["secretary"])


def claim(world: World, position: PolicyPosition, nb: str, en: str, figure: str, known: date | None = None) -> None:
    """With the figure that was known the day the version was made."""
    indicator = Indicator.objects.filter(slug=figure).first()
    found = figure_on(indicator.pk, known or position.made_on) if indicator else None
    if indicator is None or found is None:
        return
    with on(position.made_on, world):
        row = actions.put_claim(
            Claim(position=position, sentence=nb, sentence_en=en, indicator=indicator), by=world["secretary"]
        )
    Claim.objects.filter(pk=row.pk).update(value=found.value, value_on=found.day)


def adopt(world: World, position: PolicyPosition, row: dict[str, Any]) -> None:
    day, board = day_of(world, row["adopted"]), world["bodies"][Body.Kind.BOARD]
    with on(day, world):
        actions.adopt(position, body=board, day=day, review_on=day_of(world, row["review"]), by=world["secretary"])


def answered(world: World, position: PolicyPosition, asked: dict[str, Any], first: int) -> None:
    """The companies were asked, and answered one by one; each signed by its main contact."""
    if "answer_by" in asked:
        with on(position.made_on, world):
            actions.ask_members(position, answer_by=day_of(world, asked["answer_by"]), by=world["secretary"])
    else:
        PolicyPosition.objects.filter(pk=position.pk).update(
            asked_on=position.made_on, answer_by=position.made_on + timedelta(weeks=WEEKS)
        )
    companies = members(world)
    stances = [Stance.ENDORSES] * asked["behind"] + [Stance.ABSTAINS] * asked["abstain"]
    stances += [Stance.OBJECTS] * asked["object"]
    PositionEndorsement.objects.bulk_create(
        word(world, position, companies[(first + number) % len(companies)], stance, number)
        for number, stance in enumerate(stances)
    )


def members(world: World) -> list[Organisation]:
    today = set(Membership.objects.on(world["today"]).values_list("organisation", flat=True))
    return [company for company in world["staying"] if company.pk in today]


def word(
    world: World, position: PolicyPosition, company: Organisation, stance: Stance, number: int
) -> PositionEndorsement:
    signer = world["people"][company.pk][0]
    day = position.made_on + timedelta(days=number * 7 % (7 * WEEKS - 1))
    last = world["today"] - timedelta(days=1)
    return PositionEndorsement(
        position=position, organisation=company, stance=stance, shows_name=number % NAMELESS != 3,
        remark=REMARKS.get(stance, ""), signed_by=signer.name, signed_by_key=key_of(signer), at=at_noon(min(day, last)),
    )  # fmt: skip

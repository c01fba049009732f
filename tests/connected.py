"""Needs, offers and introductions in the small world: for everyone, for members, for a network, and between two."""

from types import SimpleNamespace

from django.utils import timezone

from sterke.connections import actions
from sterke.connections.models import NotWith
from sterke.core import links
from tests import factories as make

CANARIES = {
    "members_listing": "kanarifugl-behov-for-medlemmer",
    "network_listing": "kanarifugl-behov-i-nettverket",
    "unchecked_listing": "kanarifugl-usett-behov",
    "secret_answer": "kanarifugl-svar-til-den-som-spurte",
    "introduction": "kanarifugl-hvorfor-dere-to",
    "the_no": "kanarifugl-nei-takk-fordi",
    "result": "kanarifugl-hva-det-ble-til",
}
MEMBERS = {"secretary", "own_contact", "member", "other_contact", "leader", "board"}
MAY_SEE = {
    "members_listing": MEMBERS,
    "network_listing": {"secretary", "own_contact", "leader"},
    "unchecked_listing": MEMBERS,
    "secret_answer": {"secretary", "own_contact"},
    "introduction": {"secretary", "own_contact"},
    "the_no": {"secretary"},
    "result": {"secretary", "own_contact"},
}


def build(rows: SimpleNamespace) -> None:
    """The company's main contact owns them; somebody elsewhere answers."""
    facts = {"organisation": rows.company, "contact": rows.person}
    rows.listing = make.ListingFactory(
        public=True, title="Palleteringsrobot som stopper", text="Den stopper hver time.", goal=rows.goal, **facts
    )
    make.ListingFactory(title=CANARIES["members_listing"], visibility="members", **facts)
    make.ListingFactory(title=CANARIES["network_listing"], visibility="members", network=rows.network, **facts)
    rows.unchecked = make.ListingFactory(
        title=CANARIES["unchecked_listing"], visibility="public", company_yes_on=make.in_days(-1), **facts
    )
    rows.unspoken = make.ListingFactory(title="Venter på bedriften", visibility="public", **facts)
    rows.closed_listing = make.ListingFactory(
        title="Lukket behov", visibility="members", closed_on=make.in_days(-1), outcome="found", **facts
    )
    rows.cluster_question = make.ListingFactory(
        public=True, side="question", title="Hvem har bygget hall i tre?", valid_until=make.in_days(7), **facts
    )
    other = rows.answering = make.RoleFactory(
        organisation=make.OrganisationFactory(member=True, visibility="public", name="Svarbedriften AS"),
        person__name="Sven Svarer", visibility="public",
    )  # fmt: skip
    make.ListingAnswerFactory(
        listing=rows.cluster_question, organisation=other.organisation, person=other.person, words=CANARIES["secret_answer"],
        may_share=False,
    )  # fmt: skip
    rows.introduction = make.introduction(
        other, rows.own_role, why=CANARIES["introduction"], listing=rows.listing, words=("yes", "")
    )
    refused = make.introduction(
        make.RoleFactory(organisation=make.OrganisationFactory(member=True)), rows.own_role, words=("no", "yes")
    )
    refused.sides.filter(word="no").update(note=CANARIES["the_no"])
    rows.joined = make.introduction(
        make.RoleFactory(organisation=make.OrganisationFactory(member=True)), rows.own_role, words=("yes", "yes"),
        joined_on=make.in_days(-30), listing=rows.listing,
    )  # fmt: skip
    rows.joined.sides.filter(person=rows.person).update(
        met="yes", result="learned", result_words=CANARIES["result"], result_at=timezone.now()
    )
    rows.offer = make.ListingFactory(
        public=True, side="offer", title="Reparasjon av palleteringsroboter", organisation=other.organisation,
        contact=other.person,
    )  # fmt: skip
    rows.not_with = NotWith.objects.create(person=rows.person, organisation=make.OrganisationFactory(member=True))
    actions.refresh_suggestions()
    rows.suggested = make.SuggestionFactory(listing=rows.listing)


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    own, facts = rows.introduction.sides.get(person=rows.person), {"single_use": False, "person": rows.person.pk}
    told = rows.joined.sides.get(person=rows.person)
    answering = {
        "single_use": False,
        "person": rows.answering.person.pk,
        "organisation": rows.answering.organisation.pk,
    }
    return {
        "listing_help": links.make("listing_help", rows.listing, holder="sven@example.no", **answering),
        "listing_status": links.make("listing_status", rows.listing, holder="a@example.no", **facts),
        "listing_public": links.make("listing_public", rows.unspoken, holder="a@example.no", **facts),
        "introduction_word": links.make("introduction_word", own, holder="a@example.no", **facts),
        "introduction_result": links.make("introduction_result", told, holder="a@example.no", **facts),
    }

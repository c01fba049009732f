"""The demo cluster's consultations: one asked of the members, one with the chair, one delivered, one let go; and what
invented parties answered before an election."""

from datetime import timedelta
from typing import Any

from sterke.core.demo import on
from sterke.core.keys import key_of
from sterke.directory.models import Organisation
from sterke.goals.demo import day_of

from . import actions
from .demo_meetings import at_noon
from .demo_positions import members
from .models import (
    AskedParty,
    Consultation,
    ConsultationAnswer,
    ConsultationQuestion,
    ConsultationReply,
    ConsultationResponse,
    PartyAnswer,
    PartyQuestion,
    Questionnaire,
)

World = dict[str, Any]
Status = ConsultationResponse.Status
NAMED = 3  # one in so many may not be named
CHOSEN = 4  # one in so many chooses the second


def consult(world: World) -> None:
    for number, row in enumerate(world["words"].get("consultation", [])):
        found = begin(world, row)
        if "questions" in row:
            ask(world, found, row, first=number * 7)
        if "text" in row:
            answer(world, found, row)
        if "dropped" in row:
            with on(day_of(world, row["dropped"]), world):
                actions.let_go(found, why=row["why"], by=world["secretary"])
            Consultation.objects.filter(pk=found.pk).update(dropped_on=day_of(world, row["dropped"]))
    for row in world["words"].get("questionnaire", []):
        parties(world, row)


def begin(world: World, row: dict[str, Any]) -> Consultation:
    who = row["owner"]
    owner = world["secretary"].person if who == "secretary" else world["board"][who]
    words = {name: row[name] for name in ("title", "title_en", "about", "about_en")}
    begun = day_of(world, row["begun"])
    with on(begun, world):
        found = actions.take_up(
            Consultation(
                authority=world["neighbours"][row["authority"]], deadline_day=day_of(world, row["deadline"]),
                owner=owner, visibility="public", made_on=begun, **words,
            ),
            cases=[world["cases"][slug] for slug in row["cases"]], by=world["secretary"],
        )  # fmt: skip
        for text, english, kind, choices in row.get("questions", []):
            question = ConsultationQuestion(consultation=found, text=text, text_en=english, kind=kind, choices=choices)
            actions.put_question(question, by=world["secretary"])
    return found


def ask(world: World, found: Consultation, row: dict[str, Any], first: int) -> None:
    """The companies answered one by one, each by its main contact."""
    asked, last = day_of(world, row["asked"]), day_of(world, row["answer_by"])
    Consultation.objects.filter(pk=found.pk).update(asked_on=asked, answer_by=last)
    companies, questions = members(world), list(found.questions.all())
    until = min(last, world["today"] - timedelta(days=1))
    for number in range(row["answers"]):
        company = companies[(first + number * 3) % len(companies)]
        signer = world["people"][company.pk][0]
        reply = ConsultationReply.objects.create(
            consultation=found, organisation=company, signed_by=signer.name, signed_by_key=key_of(signer),
            may_quote=number % NAMED != 0, at=at_noon(min(asked + timedelta(days=1 + number % 9), until)),
        )  # fmt: skip
        ConsultationAnswer.objects.bulk_create(
            ConsultationAnswer(reply=reply, question=question, **said(question, row["said"], number, at))
            for at, question in enumerate(questions)
        )
    found.refresh_from_db()


def said(question: Any, sentences: list[str], number: int, at: int) -> dict[str, str]:
    options = question.options
    if options:
        return {"value": options[1 if number % CHOSEN == 1 else 0][0]}
    return {"words": sentences[(number + at) % len(sentences)]}


def answer(world: World, found: Consultation, row: dict[str, Any]) -> None:
    """Written, and sent to the chair or approved and delivered."""
    secretary, chair = world["secretary"], world["board"][0]
    response = ConsultationResponse(
        consultation=found, text=row["text"].strip(), summary=row["summary"], summary_en=row["summary_en"]
    )
    with on(day_of(world, row.get("approved", row.get("sent", 1))), world):
        actions.begin_response(response, by=secretary)
        if "sent" in row:
            actions.send_to_chair(response, approver=chair, by=secretary)
        if "approved" in row:
            actions.note_approval(response, approver=chair, day=day_of(world, row["approved"]), by=secretary)
    if "delivered" in row:
        with on(day_of(world, row["delivered"]), world):
            response.refresh_from_db()
            day, audience = day_of(world, row["delivered"]), "public" if row["public"] else "members"
            actions.deliver(response, day=day, how=row["how"], visibility=audience, by=secretary)


def parties(world: World, row: dict[str, Any]) -> None:
    words = {name: row[name] for name in ("title", "title_en", "intro", "intro_en")}
    days = {name: day_of(world, row[name]) for name in ("asked", "answer_by", "published", "election")}
    with on(days["asked"], world):
        found = actions.start_questionnaire(
            Questionnaire(election_on=days["election"], owner=world["secretary"].person, **words), by=world["secretary"]
        )
        for text, english, kind, slug in row["questions"]:
            question = PartyQuestion(
                questionnaire=found, text=text, text_en=english, kind=kind, case=world["cases"][slug]
            )
            actions.put_question(question, by=world["secretary"])
        for each in row["party"]:
            party(world, found, each, days["answer_by"])
    dates = {"asked_on": days["asked"], "answer_by": days["answer_by"], "published_on": days["published"]}
    Questionnaire.objects.filter(pk=found.pk).update(**dates)


def party(world: World, found: Questionnaire, row: dict[str, Any], day: Any) -> None:
    slug = "demo-" + row["name"].split()[0].lower().replace("å", "a")
    organisation, _made = Organisation.objects.get_or_create(
        slug=slug,
        defaults={"name": row["name"], "kind": Organisation.Kind.PARTY, "visibility": "public", "is_demo": True},
    )
    asked = AskedParty(questionnaire=found, party=organisation, email=f"{slug}@example.no")
    actions.put_party(asked, by=world["secretary"])
    if not row["answers"]:
        return
    questions = list(found.questions.all())
    PartyAnswer.objects.bulk_create(
        PartyAnswer(asked=asked, question=question, value=value, words=words)
        for question, (value, words) in zip(questions, row["answers"], strict=True)
    )
    facts = {"answered_by": row["who"], "answered_at": at_noon(day), "source": row.get("source", "")}
    AskedParty.objects.filter(pk=asked.pk).update(**facts)

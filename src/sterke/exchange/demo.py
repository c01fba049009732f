"""Exchange's part of the demo cluster: what was said, a poll, a shared paper."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from sterke.accounts.demo import find
from sterke.accounts.models import User
from sterke.core.demo import on
from sterke.core.house import house
from sterke.core.models import OutgoingMail
from sterke.directory.models import Person

from . import actions
from .models import PollVote, Reply, Thread

World = dict[str, Any]
PLAN = "Skiftplan for tre lag (demo)\n\nUke 1: dag, kveld, fri\nUke 2: kveld, natt, fri\nUke 3: natt, dag, fri\n"


def load(world: World) -> None:
    space = actions.open_space()
    for row in world["words"].get("thread", []):
        say(world, space, row)
    plan = ContentFile(PLAN.encode(), name="skiftplan.txt")
    folder = actions.put_folder(space, name="Maler", by=somebody(world, 4).user)
    actions.share_document(space, title="Skiftplan som virker", file=plan, folder=folder, by=somebody(world, 4).user)
    OutgoingMail.objects.filter(purpose="exchange").delete()  # days ago


def somebody(world: World, number: int | str) -> Person:
    """With an account, so that they can be acted for."""
    if isinstance(number, str):
        return User.objects.get(pk=find()[number]).person
    person: Person = world["people"][world["staying"][number].pk][0]
    if person.user is None:
        person.user = User.objects.create_user(f"samtale{number}@example.no", name=person.name)
        person.save(update_fields=["user"])
    return person


def say(world: World, space: Any, row: dict[str, Any]) -> None:
    day = world["today"] - timedelta(days=row["days"])
    closes = timezone.now() + timedelta(days=row["open"]) if "open" in row else None
    with on(day, world):
        thread = actions.start_thread(
            space, title=row["title"], text=row["text"], is_question=row.get("question", False),
            options=row.get("options", []), closes_at=closes, by=somebody(world, row["who"]).user,
        )  # fmt: skip
        for who, days, text, is_answer in row["replies"]:
            answer(world, thread, who, days, text, is_answer=is_answer)
    for option, who in row.get("votes", []):
        chosen = thread.poll.options.all()[option]
        PollVote.objects.create(poll=thread.poll, option=chosen, person=somebody(world, who))
    at = timezone.now() - timedelta(days=row["days"])
    last = timezone.now() - timedelta(days=min([row["days"], *(each[1] for each in row["replies"])]))
    pinned = world["today"] if row.get("pinned") else None
    Thread.objects.filter(pk=thread.pk).update(at=at, last_at=last, pinned_on=pinned, is_demo=True)


def answer(world: World, thread: Thread, who: int, days: int, text: str, *, is_answer: bool) -> None:
    said = actions.reply(thread, text=text, by=somebody(world, who).user)
    Reply.objects.filter(pk=said.pk).update(at=timezone.now() - timedelta(days=days))
    if is_answer and thread.author:
        actions.accept_reply(said, by=thread.author.user)


house.demos.append((46, load))

"""Conversations in the small world: for all members, in a network, a paper shared in it."""

from types import SimpleNamespace

from django.core.files.base import ContentFile

from sterke.core import links
from sterke.exchange.actions import open_space
from sterke.exchange.models import DocumentVersion, Report, SharedDocument
from tests import factories as make

CANARIES = {
    "network_thread": "kanarifugl-traad-i-nettverket",
    "network_reply": "kanarifugl-svar-i-nettverket",
    "members_thread": "kanarifugl-traad-for-medlemmer",
    "shared_paper": "kanarifugl-delt-papir",
    "report": "kanarifugl-meldt-fordi",
}
MEMBERS = {"secretary", "own_contact", "member", "other_contact", "leader", "board"}
IN_NETWORK = {"secretary", "own_contact", "leader"}
MAY_SEE = {
    "network_thread": {"secretary", "leader"},
    "network_reply": {"secretary", "leader"},
    "members_thread": MEMBERS,
    "shared_paper": {"secretary", "leader"},
    "report": {"secretary", "leader"},
}


def build(rows: SimpleNamespace) -> None:
    space = rows.space = open_space(network=rows.network)
    rows.space_for_all = open_space()
    leader = rows.leader_seat.person
    rows.thread = make.ThreadFactory(
        space=space, title=CANARIES["network_thread"], author=leader, name=leader.name, is_question=True
    )
    rows.reply = make.ReplyFactory(
        thread=rows.thread, text=CANARIES["network_reply"], author=rows.person, name=rows.person.name
    )
    make.poll(rows.thread, "Tirsdag", "Torsdag")
    make.ThreadFactory(space=rows.space_for_all, title=CANARIES["members_thread"])
    rows.document = SharedDocument.objects.create(space=space, title=CANARIES["shared_paper"])
    rows.version = DocumentVersion.objects.create(
        document=rows.document, number=1, file=ContentFile(b"Pris: 1", name="pris.txt"), name="pris.txt", size=7,
        by=leader, by_name=leader.name,
    )  # fmt: skip
    rows.attachment = rows.reply.attachments.create(
        thread=rows.thread, name="bilag.txt", file=ContentFile(b"Bilag", name="bilag.txt")
    )
    rows.report = Report.objects.create(thread=rows.thread, reply=rows.reply, by=leader, why=CANARIES["report"])


def tokens(rows: SimpleNamespace) -> dict[str, str]:
    facts = {"single_use": False, "person": rows.leader_seat.person.pk}
    return {"thread_mute": links.make("thread_mute", rows.thread, holder="a@example.no", **facts)}

"""The lists of the conversations, and how each gets one more row; see test_query_counts.py."""

from django.core.files.base import ContentFile

from sterke.exchange.models import DocumentVersion, Report, SharedDocument
from tests import factories as make


def thread(w, n):
    row = make.ThreadFactory(space=w.rows.space, title=f"Samtale {n}", organisation=make.OrganisationFactory())
    make.ReplyFactory(thread=row)


def reply(w, n):
    row = make.ReplyFactory(thread=w.rows.thread, text=f"Sagt {n}", organisation=make.OrganisationFactory())
    row.attachments.create(thread=w.rows.thread, name=f"fil{n}.txt", file=ContentFile(b"x", name="x.txt"))
    Report.objects.create(thread=w.rows.thread, reply=row, why=f"Galt {n}")


def paper(w, n):
    row = SharedDocument.objects.create(space=w.rows.space, title=f"Papir {n}")
    version(w, n, row)


def version(w, n, row=None):
    about = row or w.rows.document
    DocumentVersion.objects.create(
        document=about, number=n + (0 if row else 1), file=ContentFile(b"x", name="x.txt"), name="x.txt", size=1,
        by_name=f"Navn {n}",
    )  # fmt: skip


LISTS = {
    "exchange:spaces": lambda w, n: make.ThreadFactory(space=w.rows.space_for_all, title=f"Nytt {n}"),
    "exchange:space": thread,
    "exchange:thread": reply,
    "exchange:documents": paper,
    "exchange:document": version,
}
NOT_LISTS = {
    "exchange:mute_by_link",
    "exchange:write_version",
    "exchange:edit_thread",
    "exchange:move_thread",
    "exchange:report",
    "exchange:start_thread",
    "exchange:share_document",
}

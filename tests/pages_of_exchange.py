"""The addresses of the conversations; see pages.py. The network's leader is in its space, and the secretariat."""

from tests.page_rows import READ, Row, action, pk_of, token

SPACE, ONE, PAPER = (lambda world: [world.rows.space.slug]), pk_of("thread"), pk_of("document")
IN_IT = "302 404 404 404 404 200 404 200"
ACTS = "302 404 404 404 404 302 404 302"


def of_thread(name, *more):
    return lambda world: [world.rows.thread.pk, getattr(world.rows, name).pk, *more]


def verb(word):
    return lambda world: [world.rows.thread.pk, word]


PAGES = {
    "exchange:spaces": Row("302 200 200 200 200 200 200 200", READ),
    "exchange:mute_by_link": Row("200", "200", token("thread_mute")),
    "exchange:attachment": Row(IN_IT, READ, pk_of("attachment"), look=False),
    "exchange:document": Row(IN_IT, READ, PAPER),
    "exchange:write_version": Row(IN_IT, IN_IT, PAPER),
    "exchange:version": Row(IN_IT, READ, lambda world: [world.rows.document.pk, 1], look=False),
    "exchange:thread": Row(IN_IT, IN_IT, ONE),
    "exchange:edit_thread": Row("302 404 404 404 404 200 404 404", "302 404 404 404 404 200 404 404", ONE),
    "exchange:vote": action(ACTS, ONE),
    "exchange:move_thread": Row(IN_IT, IN_IT, ONE),
    "exchange:report": Row(IN_IT, IN_IT, ONE),
    "exchange:settle_report": action(ACTS, of_thread("report")),
    "exchange:follow": action(ACTS, verb("folg")),
    "exchange:moderate": action(ACTS, verb("fest")),
    "exchange:edit_reply": Row(
        "302 404 404 404 404 404 404 404", "302 404 404 404 404 404 404 404", of_thread("reply"), look=False
    ),
    "exchange:accept_reply": action(ACTS, of_thread("reply")),
    "exchange:moderate_reply": action(ACTS, of_thread("reply", "vis")),
    "exchange:space": Row(IN_IT, READ, SPACE),
    "exchange:start_thread": Row(IN_IT, IN_IT, SPACE),
    "exchange:choose_space": action(ACTS, SPACE),
    "exchange:documents": Row(IN_IT, READ, SPACE),
    "exchange:share_document": Row(IN_IT, IN_IT, SPACE),
    # last: after it the paper is gone
    "exchange:take_document_away": action("302 404 404 404 404 302 404 404", PAPER),
}

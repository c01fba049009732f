"""The addresses of needs, offers and introductions; see pages.py."""

from tests.page_rows import DONE, HIDDEN, MEMBERS, OWNERS, READ, SECRETARY, Row, action, pk_of, token

ONE = pk_of("listing")
PAIR = pk_of("introduction")
MEMBERS_HERE = "302 404 200 200 200 200 200 200"  # whoever may write for a company, and the secretariat
HELPERS = "302 404 200 200 404 200 200 404"  # a member from another company
OUR_TWO = "302 404 404 404 200 404 404 200"  # one of the two, and the secretariat
ONE_OF_TWO = "302 404 404 404 200 404 404 404"
IN_THE_DIRECTORY = "302 404 200 200 200 200 200 200"
CHOOSES = "302 404 302 302 302 302 302 302"
ACTS = "302 404 404 404 302 404 404 302"


def person_of(name):
    return lambda world: [getattr(world.rows, name).person.pk]


PAGES = {
    "connections:listings": Row("200"),
    "connections:feed": Row("200", look=False),
    "connections:put_out": Row(MEMBERS_HERE, MEMBERS_HERE),
    "connections:mine": Row(MEMBERS, READ),
    "connections:help_by_link": Row("200", "200", token("listing_help")),
    "connections:status": Row("200", "200", token("listing_status")),
    "connections:public": Row(
        "200", "200 410 410 410 410 410 410 410", token("listing_public")
    ),  # the first has spoken
    "connections:word": Row("200", "200", token("introduction_word")),
    "connections:result": Row("200", "200", token("introduction_result")),
    "connections:propose": Row("302 403 404 404 404 404 404 200", "302 403 404 404 404 404 404 200"),
    "connections:ask_introduction": Row(
        "302 403 200 200 200 200 200 200", "302 403 200 200 200 200 200 200", person_of("answering")
    ),
    "connections:introduction": Row(OUR_TWO, READ, PAIR),
    "connections:answer_introduction": Row(ONE_OF_TWO, ONE_OF_TWO, PAIR),
    "connections:tell_result": Row(ONE_OF_TWO, ONE_OF_TWO, pk_of("joined")),
    "connections:withdraw_introduction": action("302 404 404 404 404 404 404 302", PAIR),
    "connections:listing": Row("200", args=ONE),
    "connections:edit_listing": Row(OWNERS, OWNERS, ONE),
    "connections:close_listing": Row(OWNERS, OWNERS, ONE),
    "connections:renew": action(ACTS, ONE),
    "connections:take_up_again": action("302 404 404 404 302 404 404 302", pk_of("closed_listing")),
    "connections:check_listing": action(DONE, pk_of("unchecked")),
    "connections:send_back": Row(HIDDEN, HIDDEN, ONE),
    "connections:say_public": action("302 404 404 404 302 404 404 404", pk_of("unspoken")),
    "connections:help_out": Row(HELPERS, HELPERS, ONE),
    "connections:write_from_outside": Row("200", "200", ONE),
    "connections:spread_question": action(DONE, pk_of("cluster_question")),
    "connections:ask_for_help": action(ACTS, ONE),
    "connections:memory": Row(SECRETARY, READ),
    "connections:memory_file": Row(SECRETARY, READ, lambda world: ["csv"], look=False),
    "connections:knows_whom": Row(SECRETARY, READ, lambda world: [world.rows.ministry_office.organisation.slug]),
    "api:listings": Row("200", look=False),
    "connections:for_me": Row(MEMBERS, READ),
    "connections:choices": Row(IN_THE_DIRECTORY, READ),
    "connections:choose_hidden": action(CHOOSES, lambda w: [], lambda w: {"skjult": "nei"}),
    "connections:keep_apart": action(
        CHOOSES, lambda w: [], lambda w: {"hvem": f"company:{w.rows.answering.organisation.pk}"}
    ),
    "connections:lift_apart": action("302 404 404 404 302 404 404 404", pk_of("not_with")),
    "connections:say_of_suggestion": action(
        ACTS, lambda w: [w.rows.suggested.person.pk], lambda w: {"svar": "useful", "oppslag": w.rows.listing.pk}
    ),
}

"""Every address of ours and who gets what there. The matrix, the accessibility run and the hostile crawl read it.

A row is ``name: Row(arguments, get, post)``; ``get`` and ``post`` are the answers for the viewers in ``world.VIEWERS``
order: visitor, outsider, member, other company's contact, own company's contact, network leader, board, secretary.
A short row (one number) means the same for all. An address that is not listed fails the suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from tests.world import VIEWERS, World


@dataclass(frozen=True)
class Row:
    get: str
    post: str = "405"
    args: Callable[[World], list[Any]] = lambda world: []
    data: Callable[[World], dict[str, Any]] = lambda world: {}
    look: bool = True  # a page a person looks at (HTML)

    def expected(self, method: str) -> dict[str, int]:
        codes = [int(code) for code in getattr(self, method).split()]
        return dict(zip(VIEWERS, codes * len(VIEWERS) if len(codes) == 1 else codes, strict=False))


# 302 for a visitor is the way to the sign-in page.
SIGNED_IN = "302 200 200 200 200 200 200 200"
MEMBERS = "302 403 200 200 200 200 200 200"
BOARD = "302 403 403 403 403 403 200 200"
SECRETARY = "302 403 403 403 403 403 403 200"


def slug_of(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.rows, name).slug]


def pk_of(name: str) -> Callable[[World], list[Any]]:
    return lambda world: [getattr(world.rows, name).pk]


def token(purpose: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.tokens[purpose]]


OWNERS = "302 404 404 404 200 404 404 200"  # a company's main contact and the secretariat
LEADERS = "302 404 404 404 404 200 404 200"  # a network's leader and the secretariat
DECIDERS = "302 404 404 404 404 404 200 200"  # the board and the secretariat
HIDDEN = "302 404 404 404 404 404 404 200"  # the secretariat; for others it is not there
READ = "302 405 405 405 405 405 405 405"  # not an address to post to, or not one to read
DONE = "302 404 404 404 404 404 404 302"


def action(
    post: str, args: Callable[[World], list[Any]], data: Callable[[World], dict[str, Any]] = lambda w: {}
) -> Row:
    """An address that only acts: reading it is refused, posting answers as said."""
    return Row(READ, post, args, data, look=False)


def today(world: World) -> dict[str, Any]:
    return {"on": timezone.localdate().isoformat()}


def seat(verb: str) -> Callable[[World], list[Any]]:
    return lambda world: [world.rows.network.slug, world.rows.seat.pk, verb]


CONFIRM = Row("302", "302", look=False)  # asks who you are again before it opens
COMPANY, NETWORK, APPLICATION = slug_of("company"), slug_of("network"), pk_of("application")
GOAL = slug_of("goal")

PAGES: dict[str, Row] = {
    # website
    "website:front": Row("200"),
    "website:mark": Row("200", look=False),
    "website:components": Row("200"),
    "website:search": Row("200"),
    "website:suggest": Row("200", look=False),
    "website:organisations": Row("200"),
    "website:organisation": Row("200", args=COMPANY),
    "region:figures": Row("200"),
    "region:municipality": Row("200", args=slug_of("municipality")),
    "region:open_data": Row("200"),
    "region:embed": Row("200"),
    "region:read_in": Row(SECRETARY, SECRETARY),
    "region:read_in_sheet": Row(
        SECRETARY, "302 403 403 403 403 403 403 302", lambda w: [w.rows.indicator.slug, w.rows.figure_sheet.pk]
    ),
    "region:note_move": action("302 403 403 403 403 403 403 302", slug_of("indicator")),
    "region:try_source": Row(SECRETARY, "302 403 403 403 403 403 403 302", lambda w: [w.rows.asked.slug]),
    "region:tried": Row(SECRETARY, "302 403 403 403 403 403 403 302", lambda w: [w.rows.asked.slug, "nokkel"]),
    "region:picture": Row("200", look=False),
    "region:data": Row("200", args=lambda world: ["csv"], look=False),
    "website:networks": Row("200"),
    "website:network": Row("200", args=NETWORK),
    "website:my_page": Row(SIGNED_IN, READ),
    "website:choose_language": Row(READ, "302", look=False),
    "website:desk": Row(BOARD, READ),
    "website:mails": Row(SECRETARY, READ),
    "website:send_again": action("302 403 403 403 403 403 403 302", pk_of("mail")),
    "website:stop_mail": action("302 403 403 403 403 403 403 302", pk_of("mail")),
    "website:inbox": Row("200"),
    "website:health": Row("503", look=False),  # no worker lives in the tests
    # publishing
    "publishing:news": Row("200"),
    "publishing:feed": Row("200", look=False),
    "publishing:page": Row("200", args=lambda world: [world.rows.article.place]),
    "picture": Row("404", args=lambda world: ["mangler.png"], look=False),
    # for machines
    "sitemap": Row("200", look=False),
    "robots": Row("200", look=False),
    "security": Row("200", look=False),
    "manifest": Row("200", look=False),
    "favicon": Row("200", look=False),
    "icon": Row("200", args=lambda world: ["merke-192"], look=False),
    "website:card": Row("302", args=lambda world: ["0" * 12, ""], look=False),
    # the API, which knows no session: to all the same
    "api_docs": Row("200"),
    "api:start": Row("302", look=False),
    "api:openapi": Row("200", look=False),
    "api:nothing": Row("404", "404", lambda world: ["finnes-ikke"], look=False),
    "api:organisations": Row("200", look=False),
    "api:organisation": Row("200", args=COMPANY, look=False),
    "api:networks": Row("200", look=False),
    "api:network": Row("200", args=NETWORK, look=False),
    "api:network_people": Row("200", args=NETWORK, look=False),
    "api:indicators": Row("200", look=False),
    "api:indicator": Row("200", args=slug_of("indicator"), look=False),
    "api:articles": Row("200", look=False),
    "api:article": Row("200", args=slug_of("article"), look=False),
    "api:municipalities": Row("200", look=False),
    "api:goals": Row("200", look=False),
    "api:goal": Row("200", args=slug_of("goal"), look=False),
    "api:me": Row("401", look=False),
    # accounts
    "account_login": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302"),
    "account_request_login_code": Row("200 302 302 302 302 302 302 302", "200 302 302 302 302 302 302 302", look=False),
    "account_confirm_login_code": Row("302", "302", look=False),
    "account_inactive": Row("200"),
    "openid_connect_login": Row("405", "404", lambda world: ["oidc"], look=False),  # not set up here
    "openid_connect_callback": Row("404", "405", lambda world: ["oidc"], look=False),
    "account_logout": Row("302 200 200 200 200 200 200 200", "302"),
    "account_reauthenticate": Row(SIGNED_IN, SIGNED_IN),
    "accounts:demo_sign_in": Row("405", "404", look=False),  # no demo people here
    "accounts:my_data": Row(SIGNED_IN, READ),
    "accounts:download_my_data": CONFIRM,
    "accounts:erase_me": CONFIRM,
    "accounts:change_address": CONFIRM,
    "accounts:tokens": Row(SIGNED_IN, READ),
    "accounts:make_token": CONFIRM,
    "accounts:end_token": action("302 404 404 404 404 404 404 302", pk_of("token")),
    "accounts:confirm_address": Row(HIDDEN, DONE, token("address"), look=False),
    "accounts:privacy": Row("200"),
    "accounts:ask_for_own_data": Row("200", "200"),
    "accounts:own_data_by_link": Row("200", args=token("own_data")),
    "accounts:copy_by_link": Row("405", "200", token("own_data"), look=False),
    "accounts:write_by_link": Row("405", "422", token("own_data"), look=False),
    "accounts:erase_by_link": Row("200", "422", token("own_data")),
    "accounts:access_request": Row(HIDDEN, "302 404 404 404 404 404 404 422", pk_of("access_request")),
    "mfa_authenticate": Row("302", "302", look=False),
    "mfa_login_webauthn": Row("302", "302", look=False),
    "mfa_index": Row(SIGNED_IN, READ),
    "mfa_list_webauthn": Row(SIGNED_IN, READ),
    "usersessions_list": Row(SIGNED_IN, "302"),
    "mfa_activate_totp": CONFIRM,
    "mfa_deactivate_totp": CONFIRM,
    "mfa_add_webauthn": CONFIRM,
    "mfa_remove_webauthn": Row("302", "302", lambda world: [1], look=False),
    "mfa_edit_webauthn": Row("302", "302", lambda world: [1], look=False),
    "mfa_view_recovery_codes": CONFIRM,
    "mfa_generate_recovery_codes": CONFIRM,
    "mfa_download_recovery_codes": CONFIRM,
    "mfa_reauthenticate": Row("302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403", look=False),
    "mfa_reauthenticate_webauthn": Row(
        "302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403", look=False
    ),
    # directory
    "directory:invite": Row(OWNERS, OWNERS, COMPANY),
    "directory:accept_invitation": Row(
        "200 403 403 403 403 403 403 403",
        "302 410 410 410 410 410 410 410",
        token("invitation"),  # works once
    ),
    "directory:revoke_invitation": action(
        "302 404 404 404 302 404 404 302", lambda w: [w.rows.company.slug, w.rows.invited.pk]
    ),
    "directory:resend_invitation": action(
        "302 404 404 404 302 404 404 302", lambda w: [w.rows.company.slug, w.rows.invited.pk]
    ),
    "directory:register_lookup": Row("200"),
    "directory:proposals": Row(HIDDEN, READ),
    "directory:accept_proposal": action(DONE, pk_of("proposal")),
    "directory:dismiss_proposal": action(DONE, pk_of("proposal")),
    "directory:new_organisation": Row(SECRETARY, SECRETARY),
    "directory:edit_organisation": Row(OWNERS, OWNERS, COMPANY),
    "directory:people": Row(OWNERS, OWNERS, COMPANY),
    "directory:edit_person": Row(OWNERS, OWNERS, lambda w: [w.rows.company.slug, w.rows.colleague_role.pk]),
    "directory:end_role": action(
        "302 404 404 404 302 404 404 302",
        lambda w: [w.rows.company.slug, w.rows.colleague_role.pk],
        today,
    ),
    "directory:person": Row(HIDDEN, READ, pk_of("person")),
    "directory:copy_person": action(HIDDEN, pk_of("person")),
    "directory:erase_person": Row(HIDDEN, "302 404 404 404 404 404 404 422", pk_of("person")),
    "directory:person_account": Row(HIDDEN, DONE, lambda w: [w.rows.person.pk, "logg-ut"]),
    "directory:imports": Row(SECRETARY, SECRETARY),
    "directory:import_sheet": Row(SECRETARY, READ, pk_of("sheet")),
    "directory:choose_columns": Row(SECRETARY, SECRETARY, pk_of("sheet")),
    "directory:import_row": Row(SECRETARY, "302 403 403 403 403 403 403 302", lambda w: [w.rows.sheet.pk, 2]),
    "directory:write_import": action("302 403 403 403 403 403 403 302", pk_of("sheet")),
    "directory:drop_import": action("302 403 403 403 403 403 403 302", pk_of("sheet")),
    "directory:register_loads": Row(SECRETARY, SECRETARY),
    "directory:upload_answers": Row(READ, "302 403 403 403 403 403 403 422", look=False),
    "directory:register_load": Row(SECRETARY, READ, pk_of("load")),
    "directory:tick_units": action("302 403 403 403 403 403 403 302", pk_of("load")),
    "directory:take_in": action("302 403 403 403 403 403 403 302", pk_of("load")),
    "directory:go_on_searching": action("302 403 403 403 403 403 403 302", pk_of("load")),
    "directory:drop_load": action("302 403 403 403 403 403 403 302", pk_of("load")),
    "directory:export": Row("302 404 200 200 200 200 200 200", READ, lambda w: ["members", "csv"], look=False),
    "directory:merge": Row(SECRETARY, SECRETARY),
    "directory:undo_merge": action("302 403 403 403 403 403 403 302", pk_of("merge")),
    # membership
    "membership:apply": Row("200", "200"),
    "membership:applied": Row("200"),
    "membership:members_over_time": Row("200"),
    "membership:bodies": Row("200"),
    "membership:body": Row("404 404 404 404 404 404 404 200", "405", lambda w: [w.rows.body.kind]),
    "membership:appoint": Row(HIDDEN, HIDDEN, lambda w: [w.rows.body.kind]),
    "membership:end_appointment": Row(HIDDEN, DONE, lambda w: [w.users["board"].person.appointments.get().pk], today),
    "membership:application": Row(DECIDERS, READ, APPLICATION),
    "membership:send_to_board": action(DONE, APPLICATION),
    "membership:vote": action("302 404 404 404 404 404 302 404", APPLICATION, lambda w: {"favours": "yes"}),
    "membership:approve": action(HIDDEN, APPLICATION),
    "membership:decline": action(HIDDEN, APPLICATION),
    "membership:endorse": Row("200 410 410 410 410 410 200 410", "200 410 410 410 410 410 200 410", token("endorse")),
    "membership:network_people": Row(LEADERS, READ, NETWORK),
    "membership:add_seat": action(
        "302 404 404 404 404 302 404 302",
        NETWORK,
        lambda w: {"role": w.rows.own_role.pk},
    ),
    "membership:edit_seat": action("302 404 404 404 404 302 404 302", seat("slutt")),
    "membership:start_network": Row(HIDDEN, HIDDEN),
    "membership:edit_network": Row(HIDDEN, HIDDEN, NETWORK),
    "membership:end_network": Row(HIDDEN, DONE, NETWORK, today),
    "membership:person_leaves": Row(OWNERS, OWNERS, pk_of("person")),
    "membership:departure": Row("302 404 404 404 200 404 404 200", OWNERS, pk_of("departure")),
    "membership:successor": Row("200 200 200 200 200 200 200 200", "200", token("successor")),
    "membership:membership": Row(HIDDEN, HIDDEN, COMPANY),
    # goals
    "goals:goals": Row("200"),
    "goals:goal": Row("200", args=GOAL),
    "goals:start_goal": Row(HIDDEN, HIDDEN),
    "goals:edit_goal": Row(HIDDEN, HIDDEN, GOAL),
    "goals:end_goal": Row(HIDDEN, HIDDEN, GOAL),
    "goals:resume_goal": action(DONE, slug_of("ended_goal")),
    "goals:measure_goal": Row(OWNERS, OWNERS, GOAL),
    "goals:drop_measurement": action(DONE, lambda w: [w.rows.goal.slug, w.rows.measurement.pk]),
    "goals:measure_by_link": Row("200", "200", token("measure")),
}

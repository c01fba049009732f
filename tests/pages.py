"""Every address of ours and who gets what there. The matrix, the accessibility run and the hostile crawl read it.

A row is ``name: Row(arguments, get, post)``; ``get`` and ``post`` are the answers for the viewers in ``world.VIEWERS``
order: visitor, outsider, member, other company's contact, own company's contact, network leader, board, secretary.
A short row (one number) means the same for all. An address that is not listed fails the suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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

PAGES: dict[str, Row] = {
    # website
    "website:front": Row("200"),
    "website:mark": Row("200", look=False),
    "website:components": Row("200"),
    "website:organisations": Row("200"),
    "website:organisation": Row("200", args=slug_of("company")),
    "website:networks": Row("200"),
    "website:network": Row("200", args=slug_of("network")),
    "website:my_page": Row(SIGNED_IN, "302 405 405 405 405 405 405 405"),
    "website:choose_language": Row("302 405 405 405 405 405 405 405", "302", data=lambda w: {"language": "en"}),
    "website:desk": Row(BOARD, "302 405 405 405 405 405 405 405"),
}

OUT = "302 405 405 405 405 405 405 405"  # a page without a POST, seen only by the signed-in
DOOR = "200 302 302 302 302 302 302 302"
ASKS = Row("302", "302", look=False)  # asks again who you are (A8), or sends you on
PAGES |= {
    "account_login": Row(DOOR, DOOR),
    "account_request_login_code": Row(DOOR, DOOR, look=False),
    "account_confirm_login_code": ASKS,
    "account_reauthenticate": Row(SIGNED_IN, SIGNED_IN),
    "account_inactive": Row("200"),
    "account_logout": Row(SIGNED_IN, "302"),
    "mfa_authenticate": ASKS,
    "mfa_login_webauthn": ASKS,
    "mfa_reauthenticate": Row("302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403", look=False),
    "mfa_reauthenticate_webauthn": Row(
        "302 403 403 403 403 403 403 403", "302 403 403 403 403 403 403 403", look=False
    ),
    "usersessions_list": Row(SIGNED_IN, "302"),
    "mfa_index": Row(SIGNED_IN, OUT),
    "mfa_activate_totp": ASKS,
    "mfa_deactivate_totp": ASKS,
    "mfa_list_webauthn": Row(SIGNED_IN, OUT),
    "mfa_add_webauthn": ASKS,
    "mfa_remove_webauthn": Row("302", "302", lambda world: [1], look=False),
    "mfa_edit_webauthn": Row("302", "302", lambda world: [1], look=False),
    "mfa_view_recovery_codes": ASKS,
    "mfa_generate_recovery_codes": ASKS,
    "mfa_download_recovery_codes": ASKS,
    "accounts:demo_sign_in": Row("405", "404", look=False),
    "accounts:my_data": Row(SIGNED_IN, SIGNED_IN),
    "accounts:download_my_data": ASKS,
    "accounts:erase_me": ASKS,
    "accounts:change_address": ASKS,
    "accounts:confirm_address": Row(
        "302 404 404 404 404 404 404 404", "302 404 404 404 404 404 404 404", lambda world: ["x"], look=False
    ),
    "accounts:privacy": Row("200", "200"),
    "directory:invite": Row("302 404 404 404 200 404 404 200", "302 404 404 404 200 404 404 200", slug_of("company")),
    # The link in the small world is for an address that is not the account of the person it names: refused for all.
    "directory:accept_invitation": Row("403", "403", token("invitation"), look=False),
}

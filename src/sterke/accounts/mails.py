"""One function per letter. All are service mails: codes, and word of what happened to the account."""

import secrets

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sterke.core import links
from sterke.core.outbox import Letter, post

from .models import AccessRequest, Token, User

NOTICES = {
    "totp_activated": gettext_lazy("A code app was added to your account."),
    "totp_deactivated": gettext_lazy("The code app was removed from your account."),
    "webauthn_added": gettext_lazy("A passkey was added to your account."),
    "webauthn_removed": gettext_lazy("A passkey was removed from your account."),
    "recovery_codes_generated": gettext_lazy("New recovery codes were made for your account."),
}


def language_of(address: str) -> str:
    return User.objects.filter(email=address).values_list("language", flat=True).first() or "nb"


def fresh(purpose: str) -> str:
    return f"{purpose}:{secrets.token_hex(12)}"


@transaction.atomic
def sign_in_code(address: str, code: str, *, is_known: bool) -> None:
    """The code. For an unknown address the same work is done and thrown away, so that time tells nothing (A1)."""
    with override(language_of(address)):
        letter = Letter(
            subject=_("Your code: %(code)s") % {"code": code},
            paragraphs=[
                _("Your code is %(code)s.") % {"code": code},
                _("It works once, in the browser where you asked for it, for ten minutes."),
            ],
            why=_("Somebody asked to sign in with this address. Was it not you? Then do nothing; nobody gets in."),
        )
        mail = post(letter, to=address, key=fresh("sign_in"), purpose="sign_in")
    if not is_known:
        mail.delete()


def notice(kind: str, address: str) -> None:
    """Something about how you sign in was changed."""
    with override(language_of(address)):
        letter = Letter(
            subject=_("Your sign-in was changed"),
            paragraphs=[str(NOTICES[kind]), _("Was it not you? Tell us at once.")],
            why=_("You get this whenever the way you sign in changes."),
        )
        post(letter, to=address, key=fresh(kind), purpose="sign_in_notice")


def token_made(token: Token) -> None:
    """To the owner: somebody, most likely you, made a key to the API."""
    user = token.user
    with override(user.language):
        about = {"name": token.name, "start": token.start, "date": date_format(token.expires_at, "DATE_FORMAT")}
        letter = Letter(
            subject=_("A new API token"),
            paragraphs=[
                _("The token “%(name)s” (%(start)s…) was made for your account. It runs out on %(date)s.") % about,
                _("It lets a program read what you may see here. It can change nothing."),
                _("Was it not you? End it, and tell us at once."),
            ],
            button=(_("See my tokens"), settings.SITE_URL + reverse("accounts:tokens")),
            why=_("You get this whenever the way you sign in changes."),
        )
        post(letter, to=user.email, key=f"token_made:{token.pk}", purpose="sign_in_notice", about=user)


def confirm_address(user: User, address: str, token: str) -> None:
    """To the new address: the link that makes it yours."""
    with override(user.language):
        letter = Letter(
            subject=_("Confirm your new address"),
            paragraphs=[_("From now on you want to sign in with %(address)s.") % {"address": address}],
            button=(_("Yes, use this address"), links.url("accounts:confirm_address", token)),
            why=_("Somebody asked to use this address. Was it not you? Then do nothing."),
        )
        post(letter, to=address, key=fresh("change_address"), purpose="change_address", about=user)


def address_changed(user: User, old: str) -> None:
    """To the old address: it is not used any more."""
    with override(user.language):
        letter = Letter(
            subject=_("Your address was changed"),
            paragraphs=[
                _("You now sign in with another address than this one."),
                _("Was it not you? Tell us at once."),
            ],
            why=_("You get this because this was the address of your account."),
        )
        post(letter, to=old, key=fresh("address_changed"), purpose="sign_in_notice", about=user)


def own_data(request: AccessRequest, token: str) -> None:
    """The way to one's own data: by a link, or (no ``token``) by signing in, for those who have an account."""
    with override(request.language):
        if token:
            path = links.url("accounts:own_data_by_link", token)
            how = _("The button shows what we keep about you. It works for a week, and only you have it.")
        else:
            path = settings.SITE_URL + reverse("accounts:my_data")
            how = _("You have an account here. Sign in with this address, and everything is on your own page.")
        letter = Letter(
            subject=_("What we keep about you"),
            paragraphs=[_("Somebody, most likely you, asked what we keep about this address."), how],
            button=(_("See my data"), path),
            why=_("Was it not you? Then do nothing; nobody sees anything without this mail."),
        )
        post(letter, to=request.address, key=fresh("own_data"), purpose="own_data", about=request)


def own_data_answer(request: AccessRequest, text: str) -> None:
    with override(request.language):
        letter = Letter(
            subject=_("Our answer about your data"),
            paragraphs=[line.strip() for line in text.splitlines() if line.strip()],
            why=_("You get this because you asked us about your data."),
        )
        post(letter, to=request.address, key=f"own_data_answer:{request.pk}", purpose="own_data", about=request)

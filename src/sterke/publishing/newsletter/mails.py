"""The letters about the newsletter, one function each. The newsletter itself is composed in composing.py."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from sterke.core import links
from sterke.core.models import Cluster
from sterke.core.outbox import Letter, post

from .models import Subscription


def confirm(row: Subscription, language: str, token: str) -> None:
    with override(language):
        name = {"cluster": Cluster.current().name}
        letter = Letter(
            subject=_("Do you want the newsletter of %(cluster)s?") % name,
            paragraphs=[
                _("Somebody, most likely you, asked for the newsletter of %(cluster)s at this address.") % name,
                _("Press the button, and you get the next one. The link works for a week."),
            ],
            button=(_("Yes, I want it"), links.url("publishing:newsletter_confirm", token)),
            why=_("Was it not you? Then do nothing, and you hear no more from us."),
        )
        post_about(row, letter, f"newsletter_confirm:{token}")


def already(row: Subscription, token: str) -> None:
    with override(row.language):
        name = {"cluster": Cluster.current().name}
        letter = Letter(
            subject=_("You get the newsletter already"),
            paragraphs=[
                _("Somebody, most likely you, asked for the newsletter of %(cluster)s at this address.") % name,
                _("It comes here already. Does it not arrive? Look in the spam folder."),
            ],
            button=(_("Change or stop it"), links.url("publishing:newsletter_choices", token)),
            why=_("You get this because somebody wrote this address on our page."),
        )
        post_about(row, letter, f"newsletter_already:{row.pk}:{timezone.localdate()}")  # one a day is enough


def post_about(row: Subscription, letter: Letter, key: str, **more: Any) -> None:
    post(letter, to=row.email, key=key, purpose="newsletter_sign_up", about=row, **more)

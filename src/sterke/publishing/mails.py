"""The letters of the pages, one function each."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from sterke.core import outbox
from sterke.membership.models import Appointment, Body


def secretariat() -> list[Any]:
    """Everybody with an account in the secretariat today."""
    posts = Appointment.objects.in_force().filter(body__kind=Body.Kind.SECRETARIAT).select_related("person__user")
    return list({post.person.user for post in posts if post.person.user and post.person.user.is_active})


def ask_for_a_look(page: Any, state: Any, *, by: Any) -> None:
    for user in secretariat():
        if by is not None and user.pk == by.pk:
            continue
        with translation.override(user.language):
            asked = {"who": getattr(by, "name", "") or getattr(by, "email", ""), "page": page.title}
            outbox.post(
                outbox.Letter(
                    _("Will you look at “%(page)s”?") % asked,
                    [_("%(who)s wants somebody else to look at “%(page)s” before it is published.") % asked],
                    button=(
                        _("Look at the page"),
                        settings.SITE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    ),
                    why=_("You get this because you are in the secretariat."),
                ),
                to=user.email,
                key=f"look:{state.pk}:{user.pk}",
                purpose="office",
                about=page,
            )

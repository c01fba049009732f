"""What positions give the house: the sentences of their history, their addresses, and what they ask for on the desk."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Address, DeskItem, gives_addresses, gives_desk, says
from sterke.core.paths import path_to

from . import permissions, reports_mandate, reports_positions
from .claims import MOVED
from .models import Claim, PolicyPosition

says(
    position_started=_("%(actor)s began version %(number)s of the position"),
    position_edited=_("%(actor)s changed version %(number)s of the position"),
    position_asked=_(
        "%(actor)s asked the members whether they stand behind version %(number)s, until %(day)s: %(count)s letters"
    ),
    position_reminded=_("%(actor)s reminded those who had not answered about version %(number)s: %(count)s letters"),
    position_answered=_("%(actor)s answered for %(company)s about version %(number)s: %(stance)s"),
    position_adopted=_("%(actor)s wrote down that version %(number)s is adopted by %(body)s"),
    position_dropped=_("%(actor)s dropped version %(number)s of the position"),
    position_given=_("%(actor)s noted that %(who)s was given version %(number)s"),
    position_not_given=_("%(actor)s struck out that %(who)s was given version %(number)s"),
    claim_put=_("%(actor)s put into version %(number)s: “%(what)s”"),
    claim_changed=_("%(actor)s changed in version %(number)s: “%(what)s”"),
    claim_struck=_("%(actor)s struck out of version %(number)s: “%(what)s”"),
    claim_renewed=_("%(actor)s took the new figure into version %(number)s: “%(what)s”"),
)


@gives_addresses
def position_addresses() -> Iterator[Address]:
    rows = PolicyPosition.objects.visible_to(AnonymousUser()).filter(status__in=PolicyPosition.HELD)
    for row in rows.select_related("case"):
        yield Address(row.get_absolute_url(), languages=("nb", "en") if row.text_en else ("nb",))


@gives_desk(kept=True)
def positions_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """For the secretariat and the owner of the case: answers that come in, what waits for the board, figures that
    have moved."""
    rows = list(reports_positions.owned_by(user, reports_positions.asked()))
    answered = reports_mandate.answered_by_position(row.pk for row in rows) if rows else {}
    members = reports_mandate.member_companies().count() if rows else 0
    for row in rows:
        yield _asked(row, answered.get(row.pk, 0), members, adopts=permissions.can_adopt(user))
    for claim, said in reports_positions.flagged_claims(timezone.localdate()):
        if user.is_secretary or permissions.is_own(user, claim.position.case.owner_id):
            yield _claim(claim, said)


def _asked(row: PolicyPosition, answered: int, members: int, *, adopts: bool) -> DeskItem:
    due: Any = row.answer_by
    where = [row.case.slug, row.number]
    counts = {"answered": answered, "members": members, "silent": members - answered, "day": date_format(due)}
    late = due < timezone.localdate()
    if late:
        title = _t("The answers are in: “%(position)s” waits for the board")
        detail = _t("%(answered)s of %(members)s answered") % counts
    else:
        title = _t("Asked of the members: “%(position)s”")
        detail = _t("%(answered)s of %(members)s have answered, %(silent)s are silent, until %(day)s") % counts
    button, url = _t("See who"), path_to("advocacy:mandate", *where)
    if late and adopts:
        button, url = _t("Say what the board did"), path_to("advocacy:adopt", *where)
    kind = "position_waits" if late else "position_asked"
    said = title % {"position": row.words("title")}
    return DeskItem(kind, said, f"{detail} · {row.case}", due, button, url, about=row.get_absolute_url())


def _claim(claim: Claim, said: reports_positions.Said) -> DeskItem:
    position = claim.position
    address, day = position.get_absolute_url(), timezone.localdate()
    if said.state == MOVED:
        detail = _t("Now it is %(newest)s. %(case)s, version %(number)s")
        words = {"newest": said.newest, "case": position.case, "number": position.number}
        url = path_to("advocacy:take_new_figure", position.case.slug, position.number, claim.pk)
        return DeskItem(
            "claim_moved", _t("The figure has moved: “%(claim)s”") % {"claim": said.text}, detail % words, day,
            _t("Take the new figure"), url, post=True, about=address,
        )  # fmt: skip
    title = _t("An old figure, and nothing newer: “%(claim)s”") % {"claim": said.text}
    return DeskItem("claim_stale", title, said.source, day, _t("Look"), address, about=address)

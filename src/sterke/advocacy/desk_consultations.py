"""What consultations and the questions to the parties ask for on the desk: the next step, by the deadline."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _t

from sterke.core.house import DeskItem, gives_desk
from sterke.core.paths import path_to

from . import reports_consultations
from .models import Consultation, ConsultationResponse, Questionnaire

Status = ConsultationResponse.Status


@gives_desk(kept=True)
def consultations_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """The secretariat: all that run. Whoever owns one: one's own. The chair: what waits for a yes."""
    rows = reports_consultations.ROWS.under_way()
    own = list(rows if user.is_secretary else rows.filter(owner__user=user.pk))
    counts = reports_consultations.answered_by_consultation(row.pk for row in own) if own else {}
    for row in own:
        yield _next_step(row, counts.get(row.pk, 0))
    waiting = ConsultationResponse.objects.filter(status=Status.WITH_CHAIR, approver__user=user.pk)
    for response in waiting.select_related("consultation__authority"):
        yield _to_approve(response)
    asked = Questionnaire.objects.filter(asked_on__isnull=False, published_on=None)
    for each in asked if user.is_secretary else asked.filter(owner__user=user.pk):
        yield _to_publish(each)


def _next_step(row: Consultation, answers: int) -> DeskItem:
    """One line for each, with the button that comes next."""
    response: ConsultationResponse | None = getattr(row, "response", None)
    if response is None:
        status, button, view = _without_draft(row, answers)
    else:
        status, button, view = {
            Status.DRAFT: (_t("A draft"), _t("Write on"), "write_response"),
            Status.SENT_BACK: (_t("Sent back by the chair"), _t("Write on"), "write_response"),
            Status.WITH_CHAIR: (_t("Waits for the chair"), _t("Look"), "consultation"),
            Status.APPROVED: (_t("Approved"), _t("Say that it is delivered"), "deliver"),
        }[Status(response.status)]
    hour = date_format(row.local_deadline, "H:i")
    return DeskItem(
        "consultation_due", _t("Answer %(authority)s: “%(title)s”") % {"authority": row.authority, "title": row},
        _t("%(status)s · to %(hour)s that day") % {"status": status, "hour": hour}, row.local_deadline.date(), button,
        path_to(f"advocacy:{view}", row.pk), about=row.get_absolute_url(),
    )  # fmt: skip


def _without_draft(row: Consultation, answers: int) -> tuple[str, str, str]:
    if row.asked_on is None:
        return _t("Nobody is asked yet"), _t("Look"), "consultation"
    status = _t("%(count)s companies have answered") % {"count": answers}
    if not reports_consultations.closed(row):
        return status, _t("See what they say"), "replies"
    return status, _t("Write our answer"), "write_response"


def _to_approve(response: ConsultationResponse) -> DeskItem:
    row = response.consultation
    return DeskItem(
        "response_waits", _t("May we say this? “%(title)s”") % {"title": row}, str(row.authority),
        row.local_deadline.date(), _t("Read it and answer"), path_to("advocacy:approve_signed_in", row.pk),
        about=row.get_absolute_url(),
    )  # fmt: skip


def _to_publish(row: Questionnaire) -> DeskItem:
    due: Any = row.answer_by
    over = due < timezone.localdate()
    title = _t("The parties have had their days: “%(title)s”") if over else _t("The parties are asked: “%(title)s”")
    silent = _t("%(count)s have not answered") % {"count": row.asked.filter(answered_at=None).count()}
    return DeskItem(
        "questionnaire", title % {"title": row}, silent, due, _t("See what they say"), row.get_absolute_url(),
        about=row.get_absolute_url(),
    )  # fmt: skip

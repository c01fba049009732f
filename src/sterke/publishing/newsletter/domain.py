"""Whether letters in bulk may leave: only when the sending domain says who may send for it (docs/adr/0031)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sterke.core.mail_domain import PULSE, domain
from sterke.core.models import Pulse


def must_be_right() -> None:
    """Raise ValidationError while ``sterke doctor`` has not found SPF, DKIM and DMARC in order."""
    if settings.BULK["anyway"]:
        return
    pulse = Pulse.objects.filter(name=PULSE).first()
    if pulse is None or pulse.details.get("domain") != domain():
        raise ValidationError(_("Run sterke doctor first: it looks whether the mail domain lets us send to many."))
    if wrong := pulse.details.get("wrong"):
        told = _("The mail domain is not in order, so nothing goes to many: %(wrong)s. sterke doctor says what to do.")
        raise ValidationError(told % {"wrong": ", ".join(wrong)})

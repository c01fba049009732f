"""What accounts and core keep of a person, told before an erasure."""

from collections.abc import Iterator

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from sterke.core.house import Individual, Trace, gives_traces
from sterke.core.models import OutgoingMail

from . import scrub
from .models import Consent, Token, User


@gives_traces
def account_traces(individual: Individual) -> Iterator[Trace]:
    account = individual.user_id or 0
    yield Trace(_("account"), User.objects.filter(pk=account).count())
    yield Trace(_("sessions"), UserSession.objects.filter(user=account).count())
    yield Trace(_("API tokens"), Token.objects.filter(user=account).count())
    consents = Consent.objects.filter(address__in=individual.emails).count()
    yield Trace(_("answers in the consent ledger"), consents, _("proof of what was asked, without the address"))
    mails = OutgoingMail.objects.filter(to__in=individual.emails).exclude(text="").count()
    yield Trace(_("mails we sent"), mails, _("that a mail went out, without text and address"))
    yield Trace(_("lines of history"), len(scrub.trail_of(individual)), _("what happened, without the name"))

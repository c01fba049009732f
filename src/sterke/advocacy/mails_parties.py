"""Letters to the parties before an election: the same to all, each with a link of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.core.models import Cluster
from sterke.core.text import tidy

from .mails import PURPOSE as MAIL
from .models import AskedParty

PURPOSE = "party_answer"  # of the link


def last_day(asked: AskedParty) -> str:
    return date_format(asked.questionnaire.answer_by or asked.questionnaire.election_on)


def ask(asked: AskedParty, until: datetime) -> None:
    """Once for each last day to answer and each address. In the language of the cluster, whoever sends it."""
    row = asked.questionnaire
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            *[line for line in map(tidy, row.intro.splitlines()) if line],
            _(
                "We ask all parties the same, and show the answers side by side as they are given. "
                "Whoever does not answer stands as “has not answered”."
            ),
            *[f"{number}. {question}" for number, question in enumerate(row.questions.all(), 1)],
            _("Answer by %(day)s. Until then the answer can be changed.") % {"day": last_day(asked)},
        ]
        subject = _("Questions to %(party)s: %(title)s") % {"party": asked.party, "title": row}
        _post(asked, until, f"ask:{row.answer_by:%Y%m%d}", subject, lines)


def remind(asked: AskedParty, until: datetime) -> None:
    """At most one a day, whoever presses the button."""
    with translation.override(settings.LANGUAGE_CODE):
        lines = [
            _("We have not heard from %(party)s yet.") % {"party": asked.party},
            _("Answer by %(day)s. Until then the answer can be changed.") % {"day": last_day(asked)},
        ]
        subject = _("We miss your answer: %(title)s") % {"title": asked.questionnaire}
        _post(asked, until, f"remind:{timezone.localdate():%Y%m%d}", subject, lines)


def _post(asked: AskedParty, until: datetime, what: str, subject: str, lines: Sequence[str]) -> None:
    token = links.make(PURPOSE, asked, holder=asked.email, until=until, single_use=False)
    letter = outbox.Letter(
        subject[:200],
        [_("Hello!"), *lines],
        button=(_("Answer here"), links.url("advocacy:answer_as_party", token)),
        why=_("You get this because %(cluster)s asks the parties before the election. The link is the party's own.")
        % {"cluster": Cluster.current().name},
    )
    key = f"party-{what}:{asked.pk}:{asked.email}"
    outbox.post(letter, to=asked.email, key=key, purpose=MAIL, about=asked.questionnaire)

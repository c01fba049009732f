"""What the website gives the house: the sentences of the outbox, which core itself has no room for."""

from django.utils.translation import gettext_lazy as _

from sterke.core.house import says

says(
    mail_queued=_("%(actor)s sent the mail %(subject)s again"),
    mail_stopped=_("%(actor)s stopped the mail %(subject)s"),
)

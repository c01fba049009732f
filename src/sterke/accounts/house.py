"""What accounts gives the house, and what core would (core knows no people)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sterke.core.backup import runs_after_restore
from sterke.core.house import (
    Card,
    DeskItem,
    Individual,
    gives_card,
    gives_data,
    gives_desk,
    gives_erasure,
    gives_individuals,
    gives_keeping,
    knows_individual,
    promises,
    says,
)
from sterke.core.models import (
    Activity,
    ActivityTopic,
    Cluster,
    FetchedResponse,
    OnceKey,
    OutgoingMail,
    Pulse,
    SearchEntry,
    SearchPosting,
    SearchState,
    SearchWord,
    SignedLink,
    Stamp,
)
from sterke.core.question import Question

from . import actions, scrub, traces  # noqa: F401  (traces registers itself)
from .models import AccessRequest, Consent, Erasure, Token, User

says(
    account_disabled=_("%(actor)s closed the account of %(subject)s"),
    account_opened=_("%(actor)s opened the account of %(subject)s again"),
    account_signed_out=_("%(actor)s signed %(subject)s out everywhere"),
    access_asked=_("Somebody asked what we keep about them"),
    access_waits=_("Somebody wants an answer about their data"),
    access_answered=_("%(actor)s answered somebody who asked about their data"),
    account_readdressed=_("%(actor)s changed their e-mail address"),
    token_made=_("%(actor)s made the API token %(subject)s"),
    token_ended=_("%(actor)s ended the API token %(subject)s"),
    erasure_done=_("%(actor)s deleted a person"),
)


@knows_individual
def with_account(individual: Individual) -> Individual:
    """The account behind an address, and every address behind the account."""
    user = User.objects.filter(pk=individual.user_id or 0).first() if individual.user_id else None
    if user is None and individual.emails:
        user = User.objects.filter(email__in=individual.emails).first()
    if user is None:
        return individual
    emails = {user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    names = individual.names | ({user.name} if user.name else set())
    return replace(individual, user_id=user.pk, emails=individual.emails | emails, names=frozenset(names))


@gives_individuals
def account_holders() -> Iterator[Individual]:
    for pk, name, email in User.objects.exclude(is_active=False).values_list("pk", "name", "email"):
        yield Individual(name=name, user_id=pk, emails=frozenset({email}))


@gives_data("accounts")
def account_data(individual: Individual) -> dict[str, Any]:
    """Account, sessions, tokens, consents."""
    user = User.objects.filter(pk=individual.user_id or 0).first()
    consents = Consent.objects.filter(address__in=individual.emails)
    return {
        "account": user
        and {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "created": user.date_joined,
            "last_login": user.last_login,
        },
        "sessions": list(
            UserSession.objects.filter(user=user).values("ip", "user_agent", "created_at", "last_seen_at")
        ),
        "keys": list(Authenticator.objects.filter(user=user).values("type", "created_at", "last_used_at")),
        "api_tokens": list(
            Token.objects.filter(user=user).values("name", "start", "created_at", "expires_at", "used_on", "ended_at")
        ),
        "signs_in_with": list(SocialAccount.objects.filter(user=user).values("provider", "uid", "last_login")),
        "requests": list(
            AccessRequest.objects.filter(address__in=individual.emails).values("asked_at", "wish", "message")
        ),
        "consents": list(consents.values("purpose", "given", "text", "text_version", "how", "at")),
    }


@gives_data("core")
def core_data(individual: Individual) -> dict[str, Any]:
    """Mails we sent, and lines of history. Codes are not given out again."""
    mails = OutgoingMail.objects.filter(to__in=individual.emails).exclude(purpose="sign_in")
    return {
        "mails": list(mails.values("created_at", "sent_at", "subject", "text")),
        "history": scrub.trail_of(individual),
    }


@gives_erasure("accounts")
def erase_account(individual: Individual) -> None:
    """The account goes with its keys, tokens and sessions; consent lines stay as proof without the address."""
    for session in UserSession.objects.filter(user=individual.user_id) if individual.user_id else ():
        session.end()
    Consent.objects.filter(models.Q(address__in=individual.emails) | models.Q(user=individual.user_id or 0)).update(
        address="slettet@erased.invalid", user=None
    )
    AccessRequest.objects.filter(address__in=individual.emails).update(
        address="slettet@erased.invalid", message="", answered_at=timezone.now()
    )
    if individual.user_id:
        User.objects.filter(pk=individual.user_id).delete()


@gives_erasure("core")
def erase_trail(individual: Individual) -> None:
    """Names out of the history; mails emptied; links closed."""
    scrub.scrub_history(individual)
    scrub.scrub_post(individual)


def remove(rows: models.QuerySet, dry_run: bool) -> int:
    """Delete exactly these rows, or only count them."""
    count = rows.count()
    if not dry_run:
        rows.delete()
    return count


def empty_mails(rows: models.QuerySet, dry_run: bool) -> int:
    """Empty the text of mails; the row and its key stay, so that nothing is sent twice."""
    rows = rows.filter(state__in=[OutgoingMail.State.SENT, OutgoingMail.State.FAILED]).exclude(text="")
    if dry_run:
        return rows.count()
    return rows.update(text="", html="", to="slettet@erased.invalid")


def before(days: int) -> Any:
    return timezone.now() - timedelta(days=days)


@gives_keeping("sign_in", _("sessions that have ended"), 0)
def old_sessions(dry_run: bool) -> int:
    gone = Session.objects.filter(expire_date__lt=timezone.now())
    alive = Session.objects.filter(expire_date__gte=timezone.now()).values("session_key")
    return remove(UserSession.objects.exclude(session_key__in=alive), dry_run) + remove(gone, dry_run)


@gives_keeping("sign_in", _("API tokens that no longer work"), 30)
def old_tokens(dry_run: bool) -> int:
    over = models.Q(ended_at__lt=before(30)) | models.Q(expires_at__lt=before(30))
    return remove(Token.objects.filter(over), dry_run)


@gives_keeping("mail", _("sign-in codes"), 1)
def old_codes(dry_run: bool) -> int:
    return empty_mails(OutgoingMail.objects.filter(purpose="sign_in", created_at__lt=before(1)), dry_run)


@gives_keeping("mail", _("texts of mails"), 180)
def old_mails(dry_run: bool) -> int:
    return empty_mails(OutgoingMail.objects.filter(created_at__lt=before(180)).exclude(purpose="sign_in"), dry_run)


@gives_keeping("links", _("links in mails"), 90)
def old_links(dry_run: bool) -> int:
    return remove(SignedLink.objects.filter(expires_at__lt=before(90)), dry_run)


@gives_keeping("links", _("keys of forms"), 7)
def old_once_keys(dry_run: bool) -> int:
    return remove(OnceKey.objects.filter(created_at__lt=before(7)), dry_run)


@gives_keeping("own_data", _("requests for one's own data"), 365)
def old_requests(dry_run: bool) -> int:
    waiting = AccessRequest.objects.waiting().values("pk")
    return remove(AccessRequest.objects.filter(asked_at__lt=before(365)).exclude(pk__in=waiting), dry_run)


waiting_requests = Question(lambda: AccessRequest.objects.waiting().order_by("waits_since"))


@gives_desk
def requests_on_the_desk(user: Any) -> Iterator[DeskItem]:
    """For the secretariat: those who asked about their data and need a person to answer."""
    if not user.is_secretary:
        return
    for row in waiting_requests()[:100]:
        yield DeskItem(
            "own_data",
            _("Somebody wants to %(wish)s") % {"wish": row.get_wish_display()},
            row.address,
            row.due_on,
            str(_("Answer")),
            reverse("accounts:access_request", args=[row.pk]),
        )


@gives_keeping("directory", _("raw answers from registers"), 90)
def old_answers(dry_run: bool) -> int:
    """All but the newest good answer of each address, which stands in when the register is away."""
    newer = FetchedResponse.objects.filter(
        source=models.OuterRef("source"), url=models.OuterRef("url"), status=200, pk__gt=models.OuterRef("pk")
    )
    old = FetchedResponse.objects.filter(fetched_at__lt=before(90))
    return remove(old.filter(models.Exists(newer) | ~models.Q(status=200)), dry_run)


@gives_keeping("history", _("earlier values of what was changed"), 730)
def old_values(dry_run: bool) -> int:
    """The line stays and tells who did what; the values before and after go."""
    lines = Activity.objects.filter(at__lt=before(730), details__has_key="changes")
    if dry_run:
        return lines.count()
    count = 0
    for line in lines:
        line.details.pop("changes")
        line.save(update_fields=["details"])
        count += 1
    return count


@gives_keeping("consent", _("consents taken back"), 3 * 365)
def old_consents(dry_run: bool) -> int:
    """All lines of an address and purpose whose last word is a no older than three years."""
    later = Consent.objects.filter(
        address=models.OuterRef("address"), purpose=models.OuterRef("purpose"), at__gt=models.OuterRef("at")
    )
    nos = Consent.objects.filter(given=False, at__lt=before(3 * 365)).exclude(models.Exists(later))
    pairs = list(nos.values_list("address", "purpose").distinct())
    rows = Consent.objects.none()
    for address, purpose in pairs:
        rows = rows | Consent.objects.filter(address=address, purpose=purpose)
    return remove(rows, dry_run) if pairs else 0


promises(User, search="no: people are found in the directory", access="own page and the office", erasure="accounts")
promises(Consent, search="no: a ledger", access="own data; the office", erasure="accounts, address removed")
promises(Erasure, search="no: hashes", access="nobody", erasure="no: says nothing about anybody")
promises(AccessRequest, search="no: private", access="accounts; the desk", erasure="accounts, address removed")
promises(Token, search="no: private", access="own data; its owner's page", erasure="accounts, goes with the account")
promises(Cluster, search="no: the house itself", access="everyone", erasure="no: no person in it")
promises(Activity, search="no: read beside its row", access="by its visibility", erasure="core, names replaced")
promises(ActivityTopic, search="no: keys", access="with its activity", erasure="no: keys only")
promises(OutgoingMail, search="no: private", access="the desk, secretariat", erasure="core, text emptied")
promises(SignedLink, search="no: private", access="whoever holds the link", erasure="core, removed")
promises(FetchedResponse, search="no: raw answers", access="nobody", erasure="no: public registers")
promises(Stamp, search="no: machinery", access="no", erasure="no: no person in it")
promises(Pulse, search="no: machinery", access="health page", erasure="no: no person in it")
promises(OnceKey, search="no: machinery", access="nobody", erasure="no: random keys")
for part in (SearchEntry, SearchPosting, SearchState, SearchWord):
    promises(part, search="it is the index", access="no: words of rows told elsewhere", erasure="goes with its row")


@runs_after_restore
def erase_again() -> str:
    """A backup brings back people who were erased after it was made; they go again."""
    return f"Erasures: {actions.reapply_erasures()} people erased again."


@gives_card("accounts:privacy")
def privacy_card() -> Card:
    return Card(_t("What we know about you, and why"), _t("Privacy"))

"""Letters of the annual meeting: the notice, that a proxy was given or taken back, and that one is elected."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sterke.core import links, outbox
from sterke.core.models import Cluster
from sterke.core.paths import path_to
from sterke.directory.models import Organisation, Person

from .mails import facts
from .models import AgendaItem, Candidate, Gathering, Minutes, Notice, Proxy
from .reports_annual import Reader, elected_at, readers_of
from .told_annual import years

COMPANY = "annual_meeting"  # the purpose of a company's link: agenda, papers, proxy
AFTERWARDS = 30  # days a link holds after the meeting


def notice_key(notice: Notice, reader: Reader) -> str:
    return f"annual-notice:{notice.pk}:{reader.company.pk}:{reader.email.lower()}"


def company_link(gathering: Gathering, reader: Reader) -> str:
    """The company's own page of the meeting, for this reader, without signing in."""
    days = max((gathering.last_day - timezone.localdate()).days, 0) + AFTERWARDS
    token = links.make(
        COMPANY, gathering, holder=reader.email, days=days, single_use=False,
        company=reader.company.pk, person=reader.person,
    )  # fmt: skip
    return links.url("gatherings:annual_company", token)


def call(notice: Notice, gathering: Gathering, reader: Reader) -> None:
    """The notice to one reader: when, where, the agenda, and a link to papers and proxy."""
    with translation.override(reader.language):
        who = {"company": reader.company, "meeting": gathering}
        lines = [_("Hello %(name)s!") % {"name": reader.name}]
        lines.append(_("With this %(company)s is called to %(meeting)s.") % who)
        lines += [notice.words] if notice.words else []
        lines += facts(gathering)
        lines.append(_("The agenda:"))
        lines += [line_of(item) for item in gathering.agenda.order_by("number")]
        if notice.late_why:
            told = _("By the statutes this notice was to go out by %(day)s. It is late, because: %(why)s")
            lines.append(told % {"day": date_format(notice.due_on), "why": notice.late_why})
        lines.append(
            _("Proposals and papers lie behind the link. Cannot come? Give your vote to another member there.")
        )
        letter = outbox.Letter(
            _("Notice: %(meeting)s") % {"meeting": gathering},
            lines,
            button=(_("Agenda, papers and proxy"), company_link(gathering, reader)),
            why=_(
                "You get this because %(company)s is a member of %(cluster)s. Whoever has the link can give its vote."
            )
            % {"company": reader.company, "cluster": Cluster.current().name},
        )
        outbox.post(
            letter, to=reader.email, key=notice_key(notice, reader), purpose="gatherings", about=gathering
        )  # fmt: skip


def line_of(item: AgendaItem) -> str:
    by = _("proposed by %(who)s") % {"who": item.proposed_by} if item.proposed_by else ""
    return f"{item.number}. {item}" + (f" ({by})" if by else "")


def tell_proxy(row: Proxy) -> None:
    """To both companies: whose vote is given to whom, and how it can be taken back."""
    told = {"giver": row.giver, "holder": row.holder, "meeting": row.gathering, "who": row.given_by}
    readers = readers_of([row.giver, row.holder])
    for reader in readers.get(row.giver_id, []):
        with translation.override(reader.language):
            lines = [
                _("%(holder)s votes for %(giver)s at %(meeting)s.") % told,
                _("%(who)s gave the proxy. If somebody from %(giver)s comes after all, you vote for yourselves.")
                % told,
                _("Changed your mind, or is this wrong? Take it back by the link, until the meeting begins."),
            ]
            subject = _("You have given your vote to %(holder)s") % told
            _post(row, reader, "given", subject, lines)
    for reader in readers.get(row.holder_id, []):
        with translation.override(reader.language):
            lines = [
                _("%(giver)s has given you its vote at %(meeting)s.") % told,
                _("Somebody from %(holder)s must be there for it to count.") % told,
            ]
            _post(row, reader, "held", _("You vote for %(giver)s") % told, lines)


def tell_proxy_withdrawn(row: Proxy) -> None:
    told = {"giver": row.giver, "holder": row.holder, "meeting": row.gathering}
    readers = readers_of([row.giver, row.holder])
    for company in (row.giver_id, row.holder_id):
        for reader in readers.get(company, []):
            with translation.override(reader.language):
                lines = [_("%(holder)s no longer votes for %(giver)s at %(meeting)s.") % told]
                subject = _("The proxy from %(giver)s is taken back") % told
                _post(row, reader, "withdrawn", subject, lines)


def _post(row: Proxy, reader: Reader, what: str, subject: str, lines: list[str]) -> None:
    letter = outbox.Letter(
        subject,
        [_("Hello %(name)s!") % {"name": reader.name}, *lines],
        button=(_("Agenda, papers and proxy"), company_link(row.gathering, reader)),
        why=_("You get this because you answer for %(company)s here.") % {"company": reader.company},
    )
    key = f"annual-proxy:{row.pk}:{what}:{reader.company.pk}:{reader.email.lower()}"
    outbox.post(letter, to=reader.email, key=key, purpose="gatherings", about=row)


def tell_elected(gathering: Gathering) -> None:
    """To each who was elected and can be reached: to what, and for how long. Published again, nobody gets it again."""
    for row in elected_at(gathering):
        if row.person is not None and row.person.email:
            _tell_elected(gathering, row, row.person)


def _tell_elected(gathering: Gathering, row: Candidate, person: Person) -> None:
    election, user = row.election, person.user
    term, until = election.term_years, gathering.day.year + election.term_years
    if until <= timezone.localdate().year:
        return  # minutes of long ago
    with translation.override(user.language if user else person.language):
        told = {
            "name": person.name, "meeting": gathering, "post": election.get_post_display(), "body": election.body,
            "years": years(term), "until": until,
        }  # fmt: skip
        lines = [
            _("Hello %(name)s!") % told,
            _("At %(meeting)s you were elected: %(body)s, %(post)s.") % told,
            _("You are elected for %(years)s, until the annual meeting in %(until)s.") % told,
            _("Congratulations, and thank you for taking it on. Is something wrong here? Answer this mail."),
        ]
        address = settings.SITE_URL + path_to("gatherings:annual", gathering.slug)
        readable = Minutes.objects.with_result_for(user or AnonymousUser()).filter(gathering=gathering).exists()
        letter = outbox.Letter(
            _("You are elected: %(body)s, %(post)s") % told,
            lines,
            button=(_("The result"), address) if readable else None,
            why=_("You get this because you were elected at %(meeting)s.") % told,
        )
        key = f"annual-elected:{row.pk}:{election.body_id}:{election.post}:{term}"
        outbox.post(letter, to=person.email, key=key, purpose="gatherings", about=gathering)


def company_of(link_details: dict[str, int]) -> Organisation | None:
    return Organisation.objects.filter(pk=link_details.get("company", 0), merged_into=None).first()

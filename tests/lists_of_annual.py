"""The lists of the annual meeting, and how each gets one more row; see test_query_counts.py."""

from sterke.gatherings.models import AgendaItem, AgendaPaper, Candidate, Election, Proxy, Resolution
from tests import factories as make


def matter(w, n, meeting=None):
    item = AgendaItem.objects.create(gathering=meeting or w.rows.annual, number=n + 10, title=f"Sak {n}")
    AgendaPaper.objects.create(item=item, title=f"Papir {n}", url="https://example.no/")
    Resolution.objects.create(item=item, text=f"Vedtak {n}", votes_for=0, votes_against=0, votes_abstained=0)
    election(w, n, item)


def election(w, n, item=None):
    seat = make.AppointmentFactory(body=w.rows.body)
    row = Election.objects.create(item=item or w.rows.matter, body=w.rows.body, post=seat.post, predecessor=seat)
    Candidate.objects.create(election=row, person=seat.person, name=f"Kandidat {n}", organisation=w.rows.company)


def proxy(w, n):
    giver, holder = make.OrganisationFactory(member=True), make.OrganisationFactory(member=True)
    Proxy.objects.create(gathering=w.rows.annual, giver=giver, holder=holder, how="link", given_by="Noen")


def voter(w, n):
    make.OrganisationFactory(member=True, name=f"Stemme {n} AS", visibility="public")


def unreachable(w, n):
    """A member to be called in another way; the page names it."""
    make.OrganisationFactory(member=True, name=f"Uten adresse {n} AS")


LISTS = {
    "gatherings:annual": matter,
    "gatherings:annual_notice": unreachable,
    "gatherings:annual_voters": proxy,
    "gatherings:annual_proxies": proxy,
    "gatherings:annual_own_proxy": voter,
    "gatherings:annual_attendance": proxy,
    "gatherings:annual_elections": election,
    "gatherings:annual_write_minutes": matter,
    "gatherings:annual_minutes": lambda w, n: matter(w, n, w.rows.annual_held),
    "gatherings:annual_company": matter,
}
NOT_LISTS = {
    "gatherings:annual_new_item",
    "gatherings:annual_item",
    "gatherings:annual_new_paper",
    "gatherings:annual_new_election",
    "gatherings:annual_election",
    "gatherings:annual_candidate",
    "gatherings:annual_outcome",
    "gatherings:annual_resolution",
}

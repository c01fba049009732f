"""Two managers and two workers at the same moment: each is invited once and gets one mail."""

from collections import Counter

from sterke.core.models import OutgoingMail
from sterke.gatherings import actions, choosing
from sterke.gatherings.choosing import Wish
from sterke.gatherings.models import Gathering, Invitation
from tests import factories as make
from tests.gatherings.rush import at_once

COMPANIES = 30


def contacts() -> list[str]:
    roles = [
        make.RoleFactory(organisation=make.OrganisationFactory(member=True), kind="main_contact")
        for _ in range(COMPANIES)
    ]
    return [role.person.email for role in roles]


def test_two_managers_who_send_the_same_round_at_once_invite_each_once(house):
    addresses, row = contacts(), make.GatheringFactory(open=True)
    managers = [make.viewer("secretary") for _ in range(2)]

    def send(n: int) -> int:
        found = choosing.find(row, Wish(roles=["main_contact"]), managers[n])
        return actions.invite(row, found.new, by=managers[n])

    assert sorted(at_once(2, send)) == [0, COMPANIES]
    assert sorted(Invitation.objects.values_list("email", flat=True)) == sorted(addresses)


def test_two_workers_who_write_the_same_invitations_write_each_once(house):
    row = make.GatheringFactory(open=True)
    Invitation.objects.bulk_create(
        Invitation(gathering=row, email=f"nr{n}@example.no", name=f"Nr {n}", to_tell=Invitation.Mail.INVITATION)
        for n in range(COMPANIES)
    )
    found = at_once(2, lambda n: actions.tell_invited(Gathering.objects.get(pk=row.pk)))
    assert not [each for each in found if isinstance(each, Exception)]
    assert Counter(OutgoingMail.objects.values_list("to", flat=True)) == {
        f"nr{n}@example.no": 1 for n in range(COMPANIES)
    }

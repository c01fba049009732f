"""B4, N7: text in restricted fields turns up nowhere for people without the right: pages, lists, search, exports."""

import pytest
from django.test import Client
from django.urls import reverse

from sterke.core.house import house
from tests import advocated, connected, consulted, gathered, lettered, pages, rounded, talked, world
from tests.world import CANARIES

# Who may see which secret anywhere at all.
MAY_SEE = (
    {
        "hidden_organisation": {"secretary"},
        "hidden_person": {"secretary", "own_contact"},
        "hidden_detail": {"secretary", "own_contact"},
        "members_detail": {"secretary", "own_contact", "member", "other_contact", "leader", "board"},
        "application": {"secretary", "board"},
        "history": {"secretary"},
        "mail": {"secretary"},
        "sheet": {"secretary"},
        "access_request": {"secretary"},
        "draft": {"secretary"},
        "token": {"secretary"},
        "hidden_goal": {"secretary"},
        "board_goal": {"secretary", "board"},
        "members_article": {"secretary", "own_contact", "member", "other_contact", "leader", "board"},
        "seat": {"secretary", "own_contact", "member", "other_contact", "leader", "board"},
    }
    | gathered.MAY_SEE
    | advocated.MAY_SEE
    | consulted.MAY_SEE
    | connected.MAY_SEE
    | talked.MAY_SEE
    | rounded.MAY_SEE
    | lettered.MAY_SEE
)
# The application is shown to whoever holds its link; in demo mode everybody reads the demo inbox.
BY_LINK = {
    "membership:endorse",
    "advocacy:endorse",
    "advocacy:reply",
    "advocacy:approve",
    "advocacy:answer_as_party",
    "website:inbox",
    "connections:help_by_link",
    "connections:status",
    "connections:public",
    "connections:word",
    "connections:result",
    "exchange:mute_by_link",
    "gatherings:own",
    "gatherings:own_calendar",
    "gatherings:answer",
    "gatherings:door_list",
    "gatherings:my_calendar",
    "gatherings:follow_up_by_link",
    "gatherings:annual_company",
    "connections:round_programme",
    "connections:round_wishes",
    "connections:round_calendar",
    "connections:own_programme_paper",
    "connections:book_meeting",
    "connections:round_results",
    "publishing:newsletter_choices",
    "publishing:newsletter_leave",
}


def answers(client: Client, small: world.World):
    """All that a viewer can fetch: every page, searches for the secrets, every export."""
    for name, row in pages.PAGES.items():
        if name not in BY_LINK:
            address = reverse(name, args=row.args(small))
            yield name, client.get(address)
    for secret in CANARIES.values():
        for name in ("website:organisations", "directory:register_lookup", "website:search", "website:suggest"):
            yield f"{name}?q", client.get(reverse(name), {"q": secret[:11]})
    yield "office", client.get("/kontoret/historikk/")
    for name in house.exports:
        for kind in ("csv", "xlsx"):
            yield f"{name}.{kind}", client.get(reverse("directory:export", args=[name, kind]))


@pytest.mark.django_db
@pytest.mark.parametrize("viewer", world.VIEWERS)
def test_secrets_turn_up_nowhere_for_the_wrong_eyes(viewer, settings):
    settings.DEMO = True
    small = world.build()
    client = Client()
    if small.users[viewer] is not None:
        client.force_login(small.users[viewer])
    leaks = []
    for name, answer in answers(client, small):
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = world.readable(body, answer.headers.get("Content-Type", ""))
        leaks += [
            f"{secret} at {name}" for secret, word in CANARIES.items() if viewer not in MAY_SEE[secret] and word in text
        ]
    assert leaks == []


@pytest.mark.django_db
def test_the_secretary_meets_every_secret_somewhere(settings):
    """The guard above can fail: each secret is really shown to somebody."""
    settings.DEMO = True
    small = world.build()
    client = Client()
    client.force_login(small.users["secretary"])
    seen = "".join(
        world.readable(answer.content, answer.headers.get("Content-Type", ""))
        for _name, answer in answers(client, small)
        if not answer.streaming
    )
    assert [secret for secret, word in CANARIES.items() if word not in seen] == []

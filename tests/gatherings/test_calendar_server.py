"""Our entries in a real calendar server (Radicale, CalDAV): put in, moved, taken out, and found where they now are."""

import contextlib
import datetime
import subprocess
import sys
from http.client import HTTPConnection

import pytest

from sterke.core import calendars
from sterke.gatherings.entries import entry
from tests import factories as make
from tests.core.house import until
from tests.gatherings.rush import free_port

pytestmark = pytest.mark.django_db
CALENDAR = "/kari/jobb/"
QUERY = """<?xml version="1.0"?><C:calendar-query xmlns:C="urn:ietf:params:xml:ns:caldav" xmlns:D="DAV:"><D:prop>
<C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{since:%Y%m%dT000000Z}" end="{until:%Y%m%dT000000Z}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Server:
    def __init__(self, port):
        self.port = port

    def ask(self, method, path, body="", kind="text/calendar; charset=utf-8"):
        line = HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Content-Type": kind, "Depth": "1", "Authorization": "Basic a2FyaTprYXJp"}
        line.request(method, path, body.encode(), headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()

    def answers(self):
        with contextlib.suppress(OSError):
            return self.ask("GET", "/")[0]

    def on(self, day):
        """What stands in the calendar on a day, as the server tells it."""
        query = QUERY.format(since=day, until=day + datetime.timedelta(days=1))
        status, found = self.ask("REPORT", CALENDAR, query, "application/xml")
        assert status == 207
        return found


@pytest.fixture(scope="module")
def radicale(tmp_path_factory):
    port = free_port()
    settings = {
        "server-hosts": f"127.0.0.1:{port}",
        "auth-type": "none",
        "storage-filesystem-folder": str(tmp_path_factory.mktemp("radicale")),
    }
    command = [sys.executable, "-m", "radicale", *(f"--{name}={value}" for name, value in settings.items())]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(Server(port).answers, "the calendar server answers")
        yield Server(port)
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def server(radicale):
    radicale.ask("DELETE", CALENDAR)
    assert radicale.ask("MKCALENDAR", CALENDAR)[0] == 201
    return radicale


def put(server, row, message=calendars.request):
    """As a mail program files a message: without its METHOD, by its UID."""
    said = message(entry(row), to="kari@example.no", name="Kari Nordli")
    filed = "".join(line for line in said.splitlines(keepends=True) if not line.startswith("METHOD:"))
    return server.ask("PUT", f"{CALENDAR}{calendars.uid_of(f'gathering-{row.pk}')}.ics", filed)[0]


def test_an_entry_is_taken_in_and_found_on_its_day(server):
    row = make.GatheringFactory(open=True, title="Null avvik på fredag")
    assert put(server, row) == 201
    assert "SUMMARY:Null avvik på fredag" in server.on(row.day)
    assert "SUMMARY" not in server.on(row.day + datetime.timedelta(days=1))


def test_moved_it_is_found_on_the_new_day_only(server):
    row = make.GatheringFactory(open=True, title="Flyttes")
    put(server, row)
    moved = make.GatheringFactory.build(title="Flyttes", day=row.day + datetime.timedelta(days=7))
    row.starts_at, row.ends_at = moved.starts_at, moved.ends_at
    assert put(server, row) in (201, 204)
    assert "SUMMARY" not in server.on(row.day)
    assert "SUMMARY:Flyttes" in server.on(moved.day)


def test_called_off_it_says_so(server):
    row = make.GatheringFactory(open=True, title="Avlyses")
    put(server, row)
    put(server, row, calendars.cancel)
    assert "STATUS:CANCELLED" in server.on(row.day)


@pytest.mark.parametrize(
    "title", ["Linje\r\nATTENDEE:mailto:ond@example.no", "A;B,C\\n:D", "‮snu", '"' * 100, "🦺 Vern"]
)
def test_a_hostile_title_is_a_title_and_nothing_else(server, title):
    row = make.GatheringFactory(open=True, title=title)
    assert put(server, row) == 201
    found = server.on(row.day)
    assert found.count("\nATTENDEE") == 1
    assert found.count("BEGIN:VEVENT") == 1


def test_the_calendar_to_subscribe_to_is_taken_in_whole(server, client):
    rows = [make.GatheringFactory(open=True) for _ in range(3)]
    feed = client.get("/styrketrening/kalender.ics").content.decode()
    filed = "".join(line for line in feed.splitlines(keepends=True) if not line.startswith("METHOD:"))
    server.ask("DELETE", CALENDAR)
    assert server.ask("PUT", CALENDAR, filed)[0] == 201
    assert server.on(rows[0].day).count("BEGIN:VEVENT") == 3

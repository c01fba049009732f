"""Many people at one door at once: over HTTP against a real server, and in threads."""

import http.client
import re
import socket
import threading
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from tests.core.house import connected_to, until

PLAIN = {"Host": "localhost"}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


def serve(house, workers: int = 2) -> int:
    """The web part of a house, as in production but for the front end; gives its port."""
    port = free_port()
    house.start(
        "-m", "sterke.cli", "serve", "--web-only", "--workers", str(workers), "--port", str(port), STERKE_DEBUG="1"
    )
    until(lambda: answers(port), "the server answers")
    return port


def answers(port: int) -> bool:
    try:
        return ask(port, "GET", "/helse/")[0] in (200, 503)
    except OSError:
        return False


def ask(port: int, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=100)
    try:
        line.request(method, path, body, PLAIN | {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return (
            answer.status,
            {name.lower(): value for name, value in answer.getheaders()},
            answer.read().decode("utf-8", "replace"),
        )
    finally:
        line.close()


def form_at(port: int, path: str) -> tuple[str, str]:
    """The token of a form and the cookie that goes with it."""
    _status, headers, page = ask(port, "GET", path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page[:500]
    return token[1], headers["set-cookie"].split(";")[0]


def post(port: int, path: str, form: tuple[str, str], **fields: str) -> int:
    token, cookie = form
    body = urllib.parse.urlencode({"csrfmiddlewaretoken": token} | fields)
    return ask(port, "POST", path, body, Cookie=cookie, Content_Type="application/x-www-form-urlencoded")[0]


def at_once(number: int, act, workers: int = 0) -> list:
    """``act(n)`` for each number, begun at the same moment; what each gave, or the error it met."""
    gate, name = threading.Barrier(workers or number), str(connection.settings_dict["NAME"])

    def go(n: int):
        if n < (workers or number):
            gate.wait(60)
        try:
            with connected_to(name):  # a thread has connections of its own
                return act(n)
        except Exception as error:
            return error

    with ThreadPoolExecutor(workers or number) as crowd:
        return list(crowd.map(go, range(number)))

"""Enhetsregisteret for tests: what it answers, and the stored real answers."""

import json
from pathlib import Path

import pytest

from tests.core.service import reply

STORED = Path(__file__).parents[3] / "shared" / "opendata" / "brreg"
NUMBER = "923609016"


def stored(name: str) -> bytes:
    if not STORED.is_dir():
        pytest.skip("the stored register answers (../shared/opendata/brreg) are not on this machine")
    return (STORED / name).read_bytes()


def unit(number: str = NUMBER, **changes) -> dict:
    row = {
        "organisasjonsnummer": number,
        "navn": "RÅSTOFF AS",
        "organisasjonsform": {"kode": "AS", "beskrivelse": "Aksjeselskap"},
        "naeringskode1": {"kode": "24.100", "beskrivelse": "Produksjon av jern og stål"},
        "antallAnsatte": 40,
        "forretningsadresse": {
            "adresse": ["Industriveien 1", None, ""],
            "postnummer": "2219",
            "poststed": "BRANDVAL",
            "kommune": "KONGSVINGER",
            "kommunenummer": "3401",
        },
        "konkurs": False,
        "underAvvikling": False,
        "underTvangsavviklingEllerTvangsopplosning": False,
        "respons_klasse": "Enhet",
    }
    row.update(changes)
    return {name: value for name, value in row.items() if value is not ...}


def page(*units, kind="enheter", total=None) -> dict:
    answer = {"_links": {}, "page": {"size": 10, "totalElements": total or len(units), "totalPages": 1, "number": 0}}
    return answer | ({"_embedded": {kind: list(units)}} if units else {})


def says(document, status="200 OK") -> bytes:
    body = document if isinstance(document, bytes) else json.dumps(document).encode()
    return reply(status, body)


GONE = reply("410 Gone", b"")
UNKNOWN = reply("404 Not Found", b"")
HTML = reply(body=b"<!doctype html><title>Vedlikehold</title>", Content_Type="text/html")
HTML_AS_JSON = reply(body=b"<!doctype html><title>Vedlikehold</title>")
EMPTY = reply(body=b"")
ANOTHER_SHAPE = reply(body=b'{"data": {"enhet": {"orgnr": 923609016}}}')
BUSY = reply("503 Service Unavailable", b"")
SILENCES = {"html": HTML, "html as json": HTML_AS_JSON, "empty": EMPTY, "shape": ANOTHER_SHAPE, "busy": BUSY}

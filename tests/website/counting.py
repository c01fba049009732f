from django.db import connection
from django.test.utils import CaptureQueriesContext

from sterke.core import kept, pages


def queries(client, address: str) -> list[str]:
    """What a second visit to an address asks the database; the first also writes down the session. Nothing is kept."""
    client.get(address)
    pages.memory.clear()
    kept.forget()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in seen]

"""What the tests of imports share: a file sent through the page, as a secretary does."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook


def upload(client, data, *, kind="organisations", name="ark.csv"):
    """Send a file; gives the answer of the page one lands on (the form again where the file is refused)."""
    data = data if isinstance(data, bytes) else data.encode()
    file = SimpleUploadedFile(name, data)
    return client.post(reverse("directory:imports"), {"kind": kind, "file": file}, follow=True)


def rows_on(page):
    """(line, state, first cell) of each row that the preview shows."""
    return [(row.line, row.state, row.cells[0]) for row in page.context["page"]]


def write(client, page):
    return client.post(reverse("directory:write_import", args=[page.context["sheet"].pk]), follow=True)


def xlsx(fill):
    book = Workbook()
    fill(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()

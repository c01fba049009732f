"""What does a thread with 500 replies cost to read, and a mail until it stands in it?

Members who talk are put into a database of their own; the page is drawn anew each time.
"""

import os
import subprocess
import sys
import tempfile
import time
from email.message import EmailMessage

from .ground import cost, environment, tell

REPLIES, PAGE, PATIENCE = 500, 15, 10  # replies, ms, s


def ask():
    from django.core.management import call_command
    from django.test import Client

    from sterke.core.models import Cluster
    from sterke.exchange import actions, addresses, mailbox
    from sterke.exchange.models import Reply
    from tests import factories as make

    call_command("prepare")
    Cluster.objects.get_or_create(slug="bench", defaults={"name": "Målebenken"})
    asker, other = (make.a_member().person for _who in range(2))
    thread = actions.start_thread(actions.open_space(), title="Hvem har gjort dette?", text="Si fra.", by=asker.user)
    text = "Vi gjorde det i fjor, og det gikk bra. " * 5
    Reply.objects.bulk_create(
        Reply(thread=thread, text=text, author=other, name=other.name) for _number in range(REPLIES)
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(asker.user)
    spent = cost(client, thread.get_absolute_url(), 30)
    well = tell(f"a thread with {REPLIES} replies, its first page, server's CPU", spent, PAGE, "ms")
    mail = EmailMessage()
    mail["From"], mail["To"] = other.user.email, addresses.reply_address(thread, other)
    mail["Message-ID"], mail["Subject"] = "<1@bench.example>", "SV"
    mail.set_content(f"{text}\n\n-- \nHilsen")
    began = time.perf_counter()
    if not mailbox.settle(bytes(mail)):
        raise SystemExit("the mail became no reply")
    return tell("a mail becomes a reply, once it is fetched", time.perf_counter() - began, PATIENCE, "s") and well


def main():
    with tempfile.TemporaryDirectory(prefix="sterke-bench-") as folder:
        own = {"STERKE_DATA": folder, "STERKE_MAILBOX": "svar@example.no", "STERKE_PAGE_MEMORY": "0"}
        command = [sys.executable, "-m", "bench.exchange", "ask"]
        return subprocess.run(command, env=environment() | own, check=False).returncode == 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sterke.settings")
    if sys.argv[1:] == ["ask"]:
        import django

        django.setup()
        sys.exit(0 if ask() else 1)
    sys.exit(0 if main() else 1)

from typing import Any

from django.core.management.base import BaseCommand

from sterke.accounts.actions import reapply_erasures


class Command(BaseCommand):
    help = "After a restore: erase again everybody who was erased since the backup was taken."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Erased again: {reapply_erasures()}")

"""What search finds a thread by, besides its own words."""

from collections import defaultdict

from .models import Reply


def replies_by_thread() -> dict[int, str]:
    """The words of the replies, by thread."""
    found: dict[int, list[str]] = defaultdict(list)
    for thread, text in Reply.objects.shown().order_by("pk").values_list("thread", "text").iterator():
        found[thread].append(text)
    return {thread: " ".join(texts) for thread, texts in found.items()}

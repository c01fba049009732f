"""Taking a person out of text that others keep: history labels, details, mails, links."""

import re
from typing import Any

from django.db.models import Q

from sterke.core.house import Individual
from sterke.core.models import Activity, ActivityTopic, OutgoingMail, SignedLink

GONE = "Slettet person"


def keys_of(individual: Individual) -> set[str]:
    keys = {f"accounts.user:{individual.user_id}"} if individual.user_id else set()
    return keys | ({f"directory.person:{individual.person_id}"} if individual.person_id else set())


def pattern_of(individual: Individual) -> re.Pattern[str] | None:
    """Whole names and addresses, longest first, any case."""
    words = {individual.name, *individual.names, *individual.emails} - {""}
    if not words:
        return None
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def scrub(value: Any, pattern: re.Pattern[str], word: str = GONE) -> Any:
    """The same value with the person's words replaced, however deep."""
    if isinstance(value, str):
        return pattern.sub(word, value)
    if isinstance(value, list):
        return [scrub(item, pattern, word) for item in value]
    if isinstance(value, dict):
        return {scrub(key, pattern, word): scrub(item, pattern, word) for key, item in value.items()}
    return value


def scrub_history(individual: Individual) -> int:
    """Names and addresses out of the history. A namesake's own lines are left alone. Returns how many lines changed."""
    pattern = pattern_of(individual)
    own = keys_of(individual)
    people = ("accounts.user:", "directory.person:")
    changed = 0
    for line in Activity.objects.prefetch_related("topics").iterator(chunk_size=500):
        keys = {line.actor_key, line.subject_key, *(topic.key for topic in line.topics.all())}
        about_others = any(key.startswith(people) for key in keys) and not keys & own
        before = (line.actor, line.subject, line.details)
        if pattern and not about_others:
            line.actor, line.subject, line.details = (scrub(value, pattern) for value in before)
        elif pattern and individual.emails:
            mails = pattern_of(Individual(name="", emails=individual.emails))
            line.actor, line.subject, line.details = (scrub(value, mails) for value in before)  # type: ignore[arg-type]
        if line.actor_key in own:
            line.actor = GONE
        if line.subject_key in own:
            line.subject = GONE
        if (line.actor, line.subject, line.details) != before:
            line.save(update_fields=["actor", "subject", "details"])
            changed += 1
    return changed


def scrub_post(individual: Individual) -> None:
    """Mails to the person lose their text; queued ones are never sent. Names go out of mails to others. Links close."""
    pattern = pattern_of(individual)
    to_them = Q(to__in=individual.emails)
    OutgoingMail.objects.filter(to_them).exclude(state=OutgoingMail.State.SENT).update(
        state=OutgoingMail.State.FAILED, error="erased"
    )
    OutgoingMail.objects.filter(to_them).update(to="slettet@erased.invalid", subject=GONE, text="", html="")
    for mail in OutgoingMail.objects.exclude(text="").iterator(chunk_size=200) if pattern else ():
        clean = tuple(scrub(value, pattern) for value in (mail.subject, mail.text, mail.html))  # type: ignore[arg-type]
        if clean != (mail.subject, mail.text, mail.html):
            mail.subject, mail.text, mail.html = clean
            mail.save(update_fields=["subject", "text", "html"])
    SignedLink.objects.filter(Q(holder__in=individual.emails) | Q(subject_key__in=keys_of(individual))).delete()


def trail_of(individual: Individual) -> list[dict[str, Any]]:
    """The lines of history about or by a person, for their own copy of their data."""
    keys = keys_of(individual)
    rows = Activity.objects.filter(
        Q(actor_key__in=keys) | Q(pk__in=ActivityTopic.objects.filter(key__in=keys).values("activity"))
    )
    return [{"at": row.at, "what": row.verb, "to": row.subject, "details": row.details} for row in rows.distinct()]

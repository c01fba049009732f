"""Who is named in a text: “@Kari Nordmann”, “@Åsnes Mekaniske”. Plain reading, no markup."""

from collections.abc import Iterable

from sterke.core.text import fold
from sterke.directory.models import Person

MARK = "@"


def named_in(
    text: str, people: Iterable[Person], companies: Iterable[tuple[int, str]] = ()
) -> tuple[set[int], set[int]]:
    """The numbers of the people and of the companies whose name stands after a mark. The longest name wins."""
    folded = fold(text)
    if MARK not in folded:
        return set(), set()
    spots = [at + 1 for at, letter in enumerate(folded) if letter == MARK]
    names = [(fold(person.name), "person", person.pk) for person in people]
    names += [(fold(name), "company", pk) for pk, name in companies]
    names.sort(key=lambda each: -len(each[0]))
    found: dict[str, set[int]] = {"person": set(), "company": set()}
    for spot in spots:
        rest = folded[spot : spot + 200]
        for name, kind, pk in names:
            if name and rest.startswith(name) and not rest[len(name) : len(name) + 1].isalnum():
                found[kind].add(pk)
                break
    return found["person"], found["company"]

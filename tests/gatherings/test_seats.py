"""The rule of the line, by itself."""

from hypothesis import given
from hypothesis import strategies as st

from sterke.gatherings.seats import Waiting, next_in


def line(*parties: tuple[str, int, bool]) -> list[Waiting]:
    found: list[Waiting] = []
    for name, size, together in parties:
        found += [Waiting(len(found) + n + 1, name, together) for n in range(size)]
    return found


def test_first_come_first_served():
    assert next_in(line(("a", 1, False), ("b", 1, False), ("c", 1, False)), 2) == [1, 2]


def test_those_who_do_not_mind_are_parted():
    assert next_in(line(("a", 3, False), ("b", 1, False)), 2) == [1, 2]


def test_a_party_that_stays_together_waits_until_there_is_room_for_all_and_a_seat_is_not_left_empty():
    waiting = line(("a", 3, True), ("b", 1, False))
    assert next_in(waiting, 2) == [4]
    assert next_in(waiting, 3) == [1, 2, 3]


def test_without_a_limit_everybody_gets_a_seat():
    assert next_in(line(("a", 2, True), ("b", 1, False)), None) == [1, 2, 3]


parties = st.lists(
    st.tuples(st.sampled_from("abcdefgh"), st.integers(1, 5), st.booleans()), max_size=8, unique_by=lambda p: p[0]
)


@given(parties, st.integers(0, 20))
def test_never_more_than_there_are_never_twice_never_a_party_torn(parties, free):
    waiting = line(*parties)
    chosen = next_in(waiting, free)
    assert len(chosen) <= free
    assert len(set(chosen)) == len(chosen)
    for name, size, together in parties:
        got = [each for each in waiting if each.party == name and each.row in chosen]
        assert len(got) in ((0, size) if together else range(size + 1))


@given(parties, st.integers(0, 20))
def test_nobody_who_could_have_the_seat_is_passed_by(parties, free):
    """Whoever goes without needed more seats together than were left when it was their turn."""
    waiting = line(*parties)
    chosen = set(next_in(waiting, free))
    left = free - len(chosen)
    without = [each for each in waiting if each.row not in chosen]
    needs = [sum(1 for other in waiting if other.party == each.party) if each.together else 1 for each in without]
    assert all(need > left for need in needs)

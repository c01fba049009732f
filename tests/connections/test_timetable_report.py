"""What is told about a timetable."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sterke.connections.timetable import Meeting, alone, answer, check, optimise, report, value_of
from sterke.connections.timetable.fairness import shares, without_meeting
from sterke.connections.timetable.misses import explain, sentence

from .rounds import chance, data, written


def why(instance, meetings=()):
    return [miss.why for miss in explain(instance, [Meeting(*each) for each in meetings])]


def one_wish(**changes):
    return check(data(**({"wishes": [{"from": "a", "to": "b", "weight": 1}]} | changes)))


class TestMisses:
    def test_a_wish_that_is_met_is_no_miss(self):
        assert why(one_wish(), [("b", "a", 0, 1)]) == []

    def test_no_common_slot(self):
        people = [{"id": name, "organisation": name, "available": [slot]} for slot, name in enumerate("ab")]
        assert why(one_wish(people=people)) == ["no_common_slot"]

    def test_not_with(self):
        assert why(one_wish(not_with=[["b", "a"]])) == ["not_with"]

    def test_same_organisation(self):
        people = [{"id": name, "organisation": "o", "available": [0]} for name in "ab"]
        assert why(one_wish(people=people)) == ["same_organisation"]

    def test_oneself(self):
        assert why(one_wish(wishes=[{"from": "a", "to": "a", "weight": 1}])) == ["oneself"]

    def test_no_table(self):
        assert why(one_wish(tables=0)) == ["no_table"]

    def test_slots_that_went_to_stronger_wishes(self):
        wishes = [{"from": "a", "to": "b", "weight": 1}, *({"from": n, "to": "b", "weight": 3} for n in "cd")]
        meetings = [("c", "b", 0, 1), ("d", "b", 1, 1)]
        (miss,) = explain(one_wish(wishes=wishes), [Meeting(*each) for each in meetings])
        assert (miss.why, miss.stronger) == ("their_slots_stronger", 2)
        assert sentence(miss) == "the other's slots went to 2 wishes as strong or stronger"

    @pytest.mark.parametrize(("most", "said"), [(0, "wishes_none"), (1, "other_has_enough")])
    def test_the_other_wishes_no_more_meetings(self, most, said):
        people = [{"id": n, "organisation": n, "available": [0, 1]} for n in "abc"]
        people[1]["most"] = most
        wishes = [{"from": n, "to": "b", "weight": 1} for n in "ac"]
        assert why(one_wish(people=people, wishes=wishes), [("c", "b", 0, 1)][:most])[0] == said

    def test_a_stand_that_is_full(self):
        people = [{"id": n, "organisation": n, "available": [0]} for n in "abc"]
        people[1]["stand"] = 1
        wishes = [{"from": n, "to": "b", "weight": 1} for n in "ac"]
        assert why(one_wish(people=people, wishes=wishes, slots=1), [("c", "b", 0, 0)]) == ["their_slots_stronger"]

    @given(st.integers(0, 10_000), st.floats(0, 1), st.floats(0, 1))
    @settings(max_examples=20, deadline=None)
    def test_every_reason_has_its_sentence(self, seed, caps, stands):
        instance = chance(seed, tables=3, caps=caps, stands=stands)
        assert all(sentence(miss) for miss in explain(instance, optimise(instance, 0.2).meetings))


def test_the_report_tells_value_bound_and_distance():
    told = report(optimise(check(data()), 2))
    assert (told.value, told.bound, told.distance, told.meetings) == (8, 8, 0.0, 3)
    assert json.loads(json.dumps(told.as_dict()))["people_without_meeting"] == []


def test_shares_are_of_the_weight_of_ones_own_wishes():
    assert shares(check(data()), [Meeting("a", "b", 0, 1)]) == {"a": 0.75, "b": 1.0, "c": 0.0}


def test_the_best_off_give_to_the_worst_off_at_equal_value():
    """One host with one table, three slots; rich could have all three, poor one of them."""
    people = [{"id": n, "organisation": n, "available": [0, 1, 2]} for n in ("rich", "poor", "x", "y", "z")]
    wishes = [{"from": "rich", "to": n, "weight": 2} for n in "xyz"] + [{"from": "poor", "to": "x", "weight": 2}]
    instance = check(data(slots=3, tables=1, people=people, wishes=wishes))
    meetings = optimise(instance, 2).meetings
    assert value_of(instance, meetings) == 6
    assert "poor" not in without_meeting(instance, meetings)


class TestCommand:
    def test_it_writes_the_timetable_and_says_how_good_it_is(self, tmp_path, capfd):
        out = tmp_path / "out.json"
        assert alone.main([str(written(tmp_path, data())), "--seconds", "2", "-o", str(out)]) == 0
        said = capfd.readouterr().out
        assert said.startswith("3 meetings worth 8, at most 8 possible (0.00% away); 0 people without a meeting")
        rows = json.loads(out.read_text())["meetings"]
        assert answer([Meeting(**row) for row in rows]) == {"meetings": rows}

    def test_a_malformed_file_is_one_line_and_writes_nothing(self, tmp_path, capfd):
        assert alone.main([str(written(tmp_path, {})), "-o", str(tmp_path / "out.json")]) == 1
        assert capfd.readouterr().err == "sterke timetable: slots is missing.\n"
        assert not (tmp_path / "out.json").exists()

    def test_a_file_that_is_not_there_is_named(self, tmp_path, capfd):
        assert alone.main([str(tmp_path / "none.json")]) == 1
        assert "none.json" in capfd.readouterr().err

    def test_no_time_is_refused(self, tmp_path, capfd):
        assert alone.main([str(written(tmp_path, data())), "--seconds", "0"]) == 1
        assert "--seconds should be from 0.5" in capfd.readouterr().err

    def test_the_house_has_it_without_settings(self, tmp_path):
        path = str(written(tmp_path, data()))
        code = "import sys; sys.argv[1:] = ['timetable', sys.argv[1]]; from sterke import cli; cli.main()"
        given = {**os.environ, "DJANGO_SETTINGS_MODULE": "nowhere"}
        assert subprocess.run([sys.executable, "-c", code, path], check=False, env=given).returncode == 0

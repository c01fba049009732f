import io

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from sterke.core.models import Activity
from sterke.gatherings import actions
from sterke.gatherings.models import GatheringAnswer, GatheringQuestion
from tests import factories as make

pytestmark = pytest.mark.django_db
ASKED = {"text": "Hvor store sko?", "kind": "number", "text_en": "", "choices": ""}


def ask(row, text="Hvor store sko?", by=None, **more):
    return actions.set_question(row, by=by or make.viewer("secretary"), **(ASKED | {"text": text} | more))


def order(row) -> list[str]:
    return list(row.questions.values_list("text", flat=True))


def answered(question, value="43"):
    registration = make.RegistrationFactory(gathering=question.gathering, name="=1+1")
    return GatheringAnswer.objects.create(registration=registration, question=question, value=value)


def test_a_question_stands_last_and_in_the_form_and_history_tells(client_for):
    row = make.GatheringFactory(open=True)
    ask(row, "Først")
    ask(row, "Sist")
    assert order(row) == ["Først", "Sist"]
    assert Activity.objects.filter(verb="gathering.question").count() == 2
    assert "Sist" in client_for("anonymous").get(reverse("gatherings:register", args=[row.slug])).content.decode()


def test_only_those_who_manage_it_ask():
    row = make.GatheringFactory(open=True)
    known = ask(row)
    for act in (
        lambda by: ask(row, by=by),
        lambda by: actions.drop_question(known, by=by),
        lambda by: actions.move_question(known, up=True, by=by),
    ):
        with pytest.raises(PermissionDenied):
            act(make.viewer("member"))


def test_questions_move_up_and_down_and_stop_at_the_ends():
    row = make.GatheringFactory(open=True)
    first, _second, last = (ask(row, text) for text in ("En", "To", "Tre"))
    by = make.viewer("secretary")
    actions.move_question(first, up=True, by=by)
    actions.move_question(last, up=False, by=by)
    assert order(row) == ["En", "To", "Tre"]
    actions.move_question(last, up=True, by=by)
    actions.move_question(first, up=False, by=by)
    assert order(row) == ["Tre", "En", "To"]


@pytest.mark.parametrize(("choices", "stored"), [("a", None), ("a\na", None), (" a \n\nb\u202e", "a\nb")])
def test_a_choice_is_between_two_things_at_least(choices, stored):
    row = make.GatheringFactory(open=True)
    if stored is None:
        with pytest.raises(ValidationError) as found:
            ask(row, kind="choice", choices=choices)
        assert "choices" in found.value.message_dict
    else:
        assert ask(row, kind="choice", choices=choices).choices == stored


def test_what_somebody_has_answered_keeps_its_kind_its_choices_and_its_place():
    row = make.GatheringFactory(open=True)
    question = ask(row, kind="choice", choices="ja\nnei")
    answered(question, "nei")
    with pytest.raises(ValidationError, match="nei"):
        ask(row, question=question, kind="choice", choices="ja\nkanskje")
    question.refresh_from_db()
    with pytest.raises(ValidationError):
        ask(row, question=question, kind="text")
    question.refresh_from_db()
    with pytest.raises(ValidationError):
        actions.drop_question(question, by=make.viewer("secretary"))
    assert ask(row, "Kommer du med bil?", question=question, kind="choice", choices="nei\nja\ntog").pk == question.pk


def test_a_form_with_too_many_questions_is_refused():
    row = make.GatheringFactory(open=True)
    GatheringQuestion.objects.bulk_create(GatheringQuestion(gathering=row, text=f"Nr {n}") for n in range(12))
    with pytest.raises(ValidationError):
        ask(row)


def test_a_double_click_asks_once(client_for):
    row = make.GatheringFactory(open=True)
    client, address = client_for("secretary"), reverse("gatherings:questions", args=[row.slug])
    for _ in range(2):
        assert client.post(address, ASKED | {"once": "x" * 30}).status_code == 302
    assert order(row) == ["Hvor store sko?"]


def test_a_refused_question_says_so_beside_its_field_and_keeps_the_old_one(client_for):
    row = make.GatheringFactory(open=True)
    question = ask(row)
    answer = client_for("secretary").post(
        reverse("gatherings:question", args=[row.slug, question.pk]), ASKED | {"kind": "choice", "choices": "a"}
    )
    assert answer.status_code == 422
    assert "choices" in answer.context["form"].errors
    question.refresh_from_db()
    assert question.kind == "number"


def test_answers_stand_on_the_list_and_in_files_that_run_no_formula(client_for):
    row = make.GatheringFactory(open=True)
    answered(ask(row), "=HYPERLINK(1)")
    client = client_for("secretary")
    assert "=HYPERLINK(1)" in client.get(reverse("gatherings:participants", args=[row.slug])).content.decode()
    text = client.get(reverse("gatherings:participants_file", args=[row.slug, "csv"])).content.decode("utf-8-sig")
    assert '"Hvor store sko?"' in text
    assert '"\'=1+1"' in text
    assert '"\'=HYPERLINK(1)"' in text
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("gatherings:participants_file", args=[row.slug, "xlsx"])).content)
    )
    cells = [cell for line in book.active.iter_rows(min_row=2) for cell in line]
    assert "=HYPERLINK(1)" in [cell.value for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}


def test_the_file_has_no_food_in_it(client_for):
    row = make.GatheringFactory(open=True)
    actions.register(
        row, [actions.Comer(name="Kari", email="kari@example.no", diet="kanarimat")], by=make.viewer("member")
    )
    text = client_for("secretary").get(reverse("gatherings:participants_file", args=[row.slug, "csv"])).content.decode()
    assert "Kari" in text
    assert "kanarimat" not in text

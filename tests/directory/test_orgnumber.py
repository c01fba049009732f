import pytest
from django.core.exceptions import ValidationError

from sterke.directory.orgnumber import OrgNumberField, normal, shown


@pytest.mark.parametrize(
    "typed",
    [
        "923609016",
        " 923 609 016 ",
        "923\u00a0609\u00a0016",
        "923.609.016",
        "923-609-016",
        "NO923609016MVA",
        "NO 923 609 016 MVA",
        "no923609016mva",
        "923609016 mva",
        "Org.nr. 923 609 016",
        "Org.nr: 923609016",
        "orgnr 923609016",
        "９２３６０９０１６",
        "923609016.0",
        923609016,
    ],
)
def test_l1_a_number_is_read_however_it_is_written(typed):
    assert normal(typed) == "923609016"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (None, "empty"),
        ("   ", "empty"),
        ("92360901", "length"),
        ("9236090160", "length"),
        ("923609017", "check_digit"),
        ("112233445", "check_digit"),
        ("O23609016", "letters"),
        ("92360901a", "letters"),
        ("Stålverket", "letters"),
        ("٩٢٣٦٠٩٠١٦x", "letters"),
        ("<script>", "letters"),
        ("01010112345", "person"),
    ],
)
def test_l1_a_bad_number_is_refused_with_its_reason(typed, code):
    with pytest.raises(ValidationError) as problem:
        normal(typed)
    assert problem.value.code == code


def test_an_identity_number_is_not_repeated_back():
    with pytest.raises(ValidationError) as problem:
        normal("01010112345")
    assert "01010112345" not in str(problem.value)


def test_the_field_gives_nine_digits_or_the_reason():
    assert OrgNumberField().clean("NO 923 609 016 MVA") == "923609016"
    assert OrgNumberField(required=False).clean("") == ""
    with pytest.raises(ValidationError):
        OrgNumberField().clean("923609017")


def test_a_number_is_shown_in_threes():
    assert shown("923609016") == "923 609 016"

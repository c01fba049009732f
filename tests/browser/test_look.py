"""What is read stands out from what it stands on (WCAG 1.4.3 and 1.4.11), as the built style sheet has it, light and dark."""

import pytest

TEXT, GRAPHIC = 4.5, 3
DS = "--ds-color-"
TINTS = ["danger", "success", "warning", "info", "neutral"]
PAIRS = [
    *[
        (front, back, TEXT)
        for back in ("--paper", "--raised", "--birch")
        for front in ("--ink", "--muted", "--hot-text")
    ],
    *[(f"{DS}{tint}-text-default", f"{DS}{tint}-surface-tinted", TEXT) for tint in TINTS],
    *[
        (f"{DS}ember-base-contrast-default", f"{DS}ember-base-{state}", TEXT)
        for state in ("default", "hover", "active")
    ],
    (f"{DS}spruce-base-contrast-default", f"{DS}spruce-base-default", TEXT),
    (f"{DS}spruce-text-subtle", "--paper", TEXT),
    (f"{DS}spruce-text-subtle", "--birch", TEXT),
    (f"{DS}danger-text-subtle", "--paper", TEXT),
    (f"{DS}neutral-border-default", "--paper", GRAPHIC),
    (f"{DS}neutral-border-default", "--raised", GRAPHIC),
    (f"{DS}focus-outer", "--paper", GRAPHIC),
    ("--green", "--paper", GRAPHIC),
    ("--green", "--track", GRAPHIC),
    ("--hot", "--paper", GRAPHIC),
    ("#ffffff", "--deep", TEXT),
    ("#ffffff", "--spruce", TEXT),
    ("--on-1", "--level-1", TEXT),
    ("--on-3", "--level-3", TEXT),
    ("--on-5", "--level-5", TEXT),
]
LIGHT = [("--on-1", "--level-2", TEXT), ("--on-5", "--level-4", TEXT), ("--edge", "--paper", GRAPHIC)]
DARK = [("--on-1", "--level-2", TEXT), ("--on-3", "--level-4", TEXT), ("#ffffff", "--deep", TEXT)]


def luminance(colour: str) -> float:
    colour = "#" + "".join(c * 2 for c in colour[1:]) if len(colour) == 4 else colour
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#fff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("dark", [False, True])
def test_every_pair_of_colours_stands_out(page_for, dark):
    page = page_for(dark=dark)
    page.goto("/")
    style = "getComputedStyle(document.body)"
    weak = {}
    for front, back, least in PAIRS + (DARK if dark else LIGHT):
        names = [name for name in (front, back) if name.startswith("--")]
        found = {name: page.evaluate(f"{style}.getPropertyValue('{name}').trim()") for name in names}
        assert all(found.values()), f"no such colour: {found}"
        ratio = contrast(found.get(front, front), found.get(back, back))
        if ratio < least:
            weak[f"{front} on {back}"] = round(ratio, 2)
    assert weak == {}

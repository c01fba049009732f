"""Nothing but keys: go from stop to stop until the one with the name, and look at each stop on the way."""

STOP = """() => {
  const at = document.activeElement;
  const texts = [...(at.labels || [])].map((label) => label.textContent);
  const name = at.getAttribute("aria-label") || texts.join(" ") || at.textContent || at.value || "";
  const look = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    name: name.replace(/\\s+/g, " ").trim(),
    body: at === document.body,
    ring: (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) > 0) || look.boxShadow !== "none",
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""


def tab_to(page, name, *, most=90, key="Tab"):
    """Press Tab until the focus stands on ``name`` (the beginning is enough). Each stop must be seen, with a ring."""
    stops = []
    for _press in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop["body"]:
            continue  # the end of the page, on the way around
        stops.append(stop["name"])
        assert stop["ring"], f"No ring around {stop['name']!r}"
        assert stop["seen"], f"Out of sight: {stop['name']!r}"
        if stop["name"].startswith(name):
            return
    raise AssertionError(f"{name!r} was not reached; stops: {stops}")


def write(page, text):
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")

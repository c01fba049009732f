"""A template variable of ours that nobody defined fails the test, with the name and the template."""

import sys
from pathlib import Path

OURS = str(Path(__file__).resolve().parent.parent / "src")


class Undefined(AssertionError):
    pass


class StrictVariable(str):
    """Stands in for ``string_if_invalid``: Django asks for ``"%s" in it``, then formats it with the variable."""

    def __contains__(self, key) -> bool:
        return key == "%s"

    def __bool__(self) -> bool:
        return True

    def __mod__(self, variable) -> str:
        frame = sys._getframe(1)
        while frame is not None:
            context = frame.f_locals.get("context")
            template = getattr(getattr(context, "render_context", None), "template", None)
            if template is not None:
                name = str(getattr(template.origin, "name", ""))
                if name.startswith(OURS):
                    raise Undefined(f"{variable} is not defined in {name.removeprefix(OURS)}")
                return ""
            frame = frame.f_back
        return ""

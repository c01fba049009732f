"""Rules that matter about the repository itself. Each was seen red once."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from sterke.api import api
from sterke.core import messages
from sterke.core.house import house

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "sterke"
ROOMS = ["core", "accounts", "region", "directory", "membership", "goals", "advocacy", "gatherings"]
ROOMS += ["connections", "exchange", "talent", "projects", "publishing", "reporting", "website"]
BUDGETS = {"src": 400, "tests": 300}


def modules(*folders: Path) -> list[Path]:
    found = [p for folder in folders for p in folder.rglob("*.py") if "migrations" not in p.parts]
    assert found
    return found


def room_of(path: Path) -> str | None:
    first = path.relative_to(SOURCE).parts[0]
    return first if first in ROOMS else None


def imports_of(path: Path) -> set[str]:
    """The rooms a module imports, absolute or relative."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.split(".")[1] for name in names if name.startswith("sterke.")} & set(ROOMS)


def test_rooms_import_only_rooms_above_them():
    wrong = [
        f"{path.relative_to(SOURCE)} imports {other}"
        for path in modules(SOURCE)
        if (room := room_of(path))
        for other in imports_of(path)
        if ROOMS.index(other) > ROOMS.index(room)
    ]
    assert wrong == []


def views(patterns):
    """All views but the office's, which OfficeGate guards as a whole."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and str(pattern.pattern) != "kontoret/":
            yield from views(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            yield pattern.callback


def test_every_view_declares_its_audience():
    own = [view for view in views(get_resolver().url_patterns) if view.__module__.startswith("sterke.")]
    assert own
    assert [f"{view.__module__}.{view.__qualname__}" for view in own if not hasattr(view, "audience")] == []


def test_every_door_of_the_api_declares_its_audience_and_no_other_view_hides_behind_the_library():
    shown = [view for view in views(get_resolver().url_patterns) if view.__module__.startswith("ninja")]
    paths = [path for router in api._get_bound_routers() for path in router.path_operations.values()]
    doors = [door.view_func for path in paths for door in path.operations]
    assert len(shown) == len(paths) > 0
    assert [f"{door.__module__}.{door.__qualname__}" for door in doors if not hasattr(door, "audience")] == []
    assert {method for path in paths for door in path.operations for method in door.methods} == {"GET"}


def test_no_signals_no_save_overrides_no_thread_locals():
    wrong = []
    for path in modules(SOURCE):
        text = path.read_text()
        if re.search(r"django\.(db\.models|core|dispatch)\.?signals|@receiver|threading\.local", text):
            wrong.append(f"{path.relative_to(SOURCE)}: signal or thread-local")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and any("Model" in ast.unparse(base) for base in node.bases):
                wrong += [
                    f"{path.relative_to(SOURCE)}: {node.name}.save"
                    for item in node.body
                    if isinstance(item, ast.FunctionDef)
                    and item.name == "save"
                    and "Form" not in ast.unparse(node.bases[0])
                ]
    assert wrong == []


def test_files_stay_within_their_budget():
    wrong = []
    for name, budget in BUDGETS.items():
        for path in modules(ROOT / name):
            lines = len(path.read_text().splitlines())
            if lines > budget:
                wrong.append(f"{path.relative_to(ROOT)}: {lines} lines")
    settings_lines = len((SOURCE / "settings.py").read_text().splitlines())
    assert settings_lines <= 250, f"settings.py: {settings_lines} lines"
    assert wrong == []


def test_views_stay_within_25_lines():
    wrong = []
    for path in modules(SOURCE):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and any("open_to" in ast.unparse(d) for d in node.decorator_list):
                length = node.end_lineno - node.lineno + 1
                if length > 25:
                    wrong.append(f"{path.relative_to(SOURCE)}: {node.name} has {length} lines")
    assert wrong == []


def own_models():
    found = [model for model in apps.get_models() if model.__module__.startswith("sterke.")]
    assert found
    return found


def test_every_model_says_who_gives_it_to_search_access_and_erasure():
    assert [m._meta.label for m in own_models() if m._meta.label_lower not in house.promises] == []


def test_every_line_of_history_has_a_sentence():
    verbs = set()
    for path in modules(SOURCE):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("record") and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
                    verbs.add(first.value)
    assert verbs
    assert sorted(verbs - set(house.phrases)) == []


def templates() -> dict[str, Path]:
    """Our templates by the name they are loaded with."""
    roots = [SOURCE / "templates", *(p / "templates" for p in SOURCE.iterdir() if (p / "templates").is_dir())]
    return {
        p.relative_to(root).as_posix(): p
        for root in roots
        for p in root.rglob("*")
        if p.is_file() and p.suffix in {".html", ".txt"}
    }


def test_every_template_is_used():
    texts = [p.read_text() for p in [*modules(SOURCE, ROOT / "tests"), *templates().values()]]
    overriding = (
        "account/",
        "mfa/",
        "usersessions/",
        "socialaccount/",
        "allauth/",
        "wagtail",
        "400",
        "403",
        "404",
        "500",
    )
    unused = [
        name
        for name in templates()
        if not name.startswith(overriding) and not any(f'"{name}' in text or f"'{name}" in text for text in texts)
    ]
    assert unused == []


def test_templates_hold_no_inline_script_or_style():
    wrong = []
    for name, path in templates().items():
        if "/mail/" in name:
            continue
        text = path.read_text()
        if re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/(ld\+)?json)|<style|\sstyle=|\son[a-z]+=\"", text):
            wrong.append(name)
    assert wrong == []


def test_what_is_kept_for_all_readers_does_not_ask_who_reads():
    part = re.compile(r"\{% kept .*?%\}(.*?)\{% endkept %\}", re.DOTALL)
    personal = re.compile(r"\b(user|request|perms|csrf_token|messages|is_secretary|can_\w+)\b")
    wrong = [
        name
        for name, path in templates().items()
        for inside in part.findall(path.read_text())
        if any(personal.search(code) for code in re.findall(r"\{[%{].*?[%}]\}", inside))
    ]
    assert wrong == []


def test_templates_write_row_numbers_as_machines_read_them():
    """``{{ row.pk }}`` is "1 000" to a Norwegian reader, and no row has that number."""
    bare = re.compile(r"\{\{\s*[\w.]*\bpk\s*\}\}")
    assert [name for name, path in templates().items() if bare.search(path.read_text())] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_is_missing_empty_or_fuzzy(language):
    assert [problem for room in messages.rooms() for problem in messages.problems(room, language)] == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_rooms_agree_on_translations(language):
    said: dict[tuple, tuple[str, str]] = {}
    wrong = []
    for room in messages.rooms():
        for message in messages.load(room, language):
            key = (message.context, str(message.id))
            if not message.id or not message.string:
                continue
            if key in said and said[key][1] != str(message.string):
                wrong.append(f"{key[1]!r}: {said[key][0]} says {said[key][1]}, {room.name} says {message.string}")
            said.setdefault(key, (room.name, str(message.string)))
    assert wrong == []


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_no_translation_says_itself_twice(language):
    found = [str(each.string) for room in messages.rooms() for each in messages.load(room, language) if each.string]
    assert [text for text in found if len(text) > 20 and re.fullmatch(r"(.{10,}?)\1+", text, re.DOTALL)] == []


SENDS = re.compile(
    r"\bsend_(?:mass_)?mail\b|\bmail_(?:admins|managers)\b|EmailMessage|EmailMultiAlternatives|get_connection\("
)


def test_only_the_outbox_sends_mail():
    wrong = [
        str(path.relative_to(SOURCE))
        for path in modules(SOURCE)
        if SENDS.search(path.read_text()) and path.name not in {"postman.py", "adapter.py"}
    ]
    assert wrong == []

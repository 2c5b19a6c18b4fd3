"""The import rules of the project, and the sizes it keeps to, so that no reviewer has to remember them."""

import ast
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import UniqueConstraint

pytestmark = pytest.mark.plain

ROOT = Path(__file__).parent.parent
LEARN = ROOT / "learn"

# Each rung may import the ones before it and its own, and none after.
RUNGS = [
    ["domain"],
    ["library", "limits", "build", "bundles", "hashers", "routers", "checks"],
    ["models"],
    ["actions", "access", "backends", "provider"],
    ["forms", "demo"],
    ["templatetags", "views", "relay"],
    ["middleware", "admin", "management", "urls"],
]
# Files that Django itself asks for, and which only name others.
WIRING = {"__init__", "apps"}
DOMAIN_MAY_IMPORT = sys.stdlib_module_names | {"learn", "markdown_it", "mdit_py_plugins", "httplint", "fsrs"}
LINES_A_FUNCTION = 40
LINES_A_FILE = 250


def imports(path: Path) -> set[str]:
    """Return the full names that a file imports, at its top or inside a function."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level, f"{path} imports by a relative name"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules(part: str) -> list[Path]:
    return sorted((LEARN / part).rglob("*.py")) or [LEARN / f"{part}.py"]


def sources() -> list[Path]:
    found = [*LEARN.rglob("*.py"), *(ROOT / "config").rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("model", list(apps.get_app_config("learn").get_models()), ids=lambda model: model.__name__)
def test_a_foreign_key_that_leads_an_index_or_a_constraint_has_no_index_of_its_own(model):
    constraints = [one for one in model._meta.constraints if isinstance(one, UniqueConstraint) and not one.condition]
    led = {rule.fields[0] for rule in (*model._meta.indexes, *constraints) if rule.fields}
    own = {field.name for field in model._meta.fields if field.many_to_one and field.db_index}

    assert not led & own


@pytest.mark.parametrize("path", modules("domain"), ids=name_of)
def test_domain_is_plain_python(path):
    outside = {name.split(".")[0] for name in imports(path)} - DOMAIN_MAY_IMPORT

    assert not outside


@pytest.mark.parametrize("path", modules("domain"), ids=name_of)
def test_domain_imports_nothing_of_ours_but_itself(path):
    ours = {name for name in imports(path) if name.split(".")[0] == "learn"}

    assert not {name for name in ours if not name.startswith("learn.domain.")}


@pytest.mark.parametrize("path", modules("domain"), ids=name_of)
def test_domain_asks_neither_clock_nor_chance(path):
    asked = [
        node.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("now", "today", "utcnow", "monotonic")
        and isinstance(node.value, ast.Name) and node.value.id in ("datetime", "date", "time")
    ]  # fmt: skip

    assert not asked
    assert not imports(path) & {"time.time", "random.random", "random.choice", "secrets"}


@pytest.mark.parametrize("path", modules("domain"), ids=name_of)
def test_domain_says_of_all_that_others_use_what_comes_back(path):
    silent = [
        f"{name_of(path)}:{node.lineno} {node.name}"
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and (not node.name.startswith("_") or _is_registered(node))
        and not ast.get_docstring(node)
    ]

    assert not silent


def _is_registered(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    """Whether a decorator of ours takes it into a table; Python's own only change how it works."""
    ours = {ast.unparse(decorator).partition("(")[0] for decorator in node.decorator_list}
    return bool(ours - {"cache", "lru_cache", "dataclass", "total_ordering", "contextmanager"})


@pytest.mark.parametrize("rung", range(len(RUNGS)), ids=["-".join(parts) for parts in RUNGS])
def test_rung_imports_only_the_ones_below_it(rung):
    after = {f"learn.{part}" for parts in RUNGS[rung + 1 :] for part in parts} | {"config"}
    for part in RUNGS[rung]:
        for path in modules(part):
            wrong = {name for name in imports(path) for above in after if name == above or name.startswith(f"{above}.")}
            assert not wrong, f"{name_of(path)} imports {sorted(wrong)}"


def test_every_file_of_the_app_has_its_rung():
    known = {part for parts in RUNGS for part in parts} | WIRING | {"migrations"}
    found = {path.stem for path in LEARN.glob("*.py")} | {path.parent.name for path in LEARN.glob("*/__init__.py")}

    assert found <= known


@pytest.mark.parametrize("path", modules("views"), ids=name_of)
def test_views_fetch_through_access_alone(path):
    asked = [
        f"{name_of(path)}:{node.lineno}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]

    assert not asked


def test_nothing_of_ours_imports_the_tests():
    for path in sources():
        assert not {name for name in imports(path) if name.split(".")[0] == "tests"}, name_of(path)


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{name_of(path)}:{node.lineno} {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LINES_A_FUNCTION
    ]

    assert not long


def test_no_file_is_longer_than_can_be_read_at_once():
    long = {name_of(path): path.read_text(encoding="utf-8").count("\n") for path in sources()}

    assert not {name: count for name, count in long.items() if count > LINES_A_FILE}

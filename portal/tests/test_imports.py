"""Who may know whom: portal ← disclosure ← requests_app ← reports, and inside an app."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ["portal", "disclosure", "requests_app", "reports"]
ROOF = {ROOT / "portal" / name for name in ("urls.py", "home.py", "board.py")}
MODULES = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py"))
# Libraries slow to load or with needs of their own, which few processes ever use.
HEAVY = {"openpyxl", "pypdf", "weasyprint"}
# Inside an app, a module imports what stands in its own line or below it.
LAYERS = [
    {"workflow", "outcomes", "deadlines"},
    {"models"},
    {"resources", "forms", "tasks"},
    {"admin", "views"},
    {"urls"},
]
LAYERED = [
    path
    for path in MODULES
    if any(path.relative_to(ROOT).with_suffix("").parts[1] in layer for layer in LAYERS)
]


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def imported_in(tree):
    """The dotted names imported anywhere in a syntax tree."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer_of(name):
    return next((place for place, layer in enumerate(LAYERS) if name in layer), 0)


def name_of(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [path for path in MODULES if path not in ROOF], ids=name_of)
def test_an_app_imports_only_the_apps_below_it(path):
    app = path.relative_to(ROOT).parts[0]

    imported = {name.split(".")[0] for name in imported_in(tree_of(path))}

    assert imported & set(APPS) <= set(APPS[: APPS.index(app) + 1])


@pytest.mark.parametrize("path", LAYERED, ids=name_of)
def test_a_module_imports_only_the_layers_below_it(path):
    app, module = path.relative_to(ROOT).with_suffix("").parts[:2]

    of_this_app = [
        name.split(".")[1] for name in imported_in(tree_of(path)) if name.startswith(f"{app}.")
    ]

    assert all(layer_of(name) <= layer_of(module) for name in of_this_app)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_nothing_is_imported_inside_a_function(path):
    functions = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    ]

    hidden = {name.split(".")[0] for function in functions for name in imported_in(function)}

    assert hidden <= HEAVY

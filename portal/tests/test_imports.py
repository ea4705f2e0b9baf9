"""Who may know whom: portal ← disclosure ← requests_app ← reports, and inside an app."""

import ast
from functools import cache
from pathlib import Path

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


@cache
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


def test_an_app_imports_only_the_apps_below_it():
    def above(path):
        app = path.relative_to(ROOT).parts[0]
        imported = {name.split(".")[0] for name in imported_in(tree_of(path))}
        return imported & set(APPS[APPS.index(app) + 1 :])

    found = {name_of(path): above(path) for path in MODULES if path not in ROOF}

    assert {name: apps for name, apps in found.items() if apps} == {}


def test_a_module_imports_only_the_layers_below_it():
    def above(path):
        app, module = path.relative_to(ROOT).with_suffix("").parts[:2]
        of_this_app = [name for name in imported_in(tree_of(path)) if name.startswith(f"{app}.")]
        return {name for name in of_this_app if layer_of(name.split(".")[1]) > layer_of(module)}

    found = {name_of(path): above(path) for path in LAYERED}

    assert {name: modules for name, modules in found.items() if modules} == {}


def test_nothing_is_imported_inside_a_function():
    def hidden(path):
        functions = [
            node
            for node in ast.walk(tree_of(path))
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        ]
        return {name.split(".")[0] for node in functions for name in imported_in(node)} - HEAVY

    found = {name_of(path): hidden(path) for path in MODULES}

    assert {name: modules for name, modules in found.items() if modules} == {}

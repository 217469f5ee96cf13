"""The house rules that a machine can check; each opens with the break that it prevents."""

import ast
import re
import sys
from pathlib import Path

from dashboard.cli import command_of, module_names
from dashboard.settings import Settings
from widgets.registry import catalogue

ROOT = Path(__file__).parents[1]
PACKAGES = ("recommender", "content", "widgets", "dashboard")
SOURCES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MAY_KNOW_TABLES = {"tables", "log", "receipts", "partitions", "visible"}
"""Tables, and repositories by another name: each holds queries or rows and decides nothing."""

LONGEST_FILE = 300
LONGEST_FUNCTION = 50


def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def _imports(path):
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _name(path):
    return str(path.relative_to(ROOT))


def _literals(path):
    nodes = (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Constant))
    return [node.value for node in nodes if isinstance(node.value, str)]


def test_files_stay_short():
    """A widget of 820 lines in a model codebase could no longer be read in one sitting."""
    lines = {_name(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {name: n for name, n in lines.items() if n > LONGEST_FILE} == {}


def test_functions_stay_short():
    """A function that needs scrolling hides a second one."""
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    found = [(path, node) for path in SOURCES for node in ast.walk(_tree(path))]
    long = [
        f"{_name(path)}:{node.name}"
        for path, node in found
        if isinstance(node, functions) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_nothing_renders_raw_html():
    """rx.html and use_raw ran scripts and drew phishing forms from stored text."""
    banned = ("rx.html(", "use_raw=True", "dangerouslySetInnerHTML", "rx.call_script", "rx.toast")
    scripts = [path for package in PACKAGES for path in (ROOT / package).rglob("*.jsx")]
    texts = {_name(path): path.read_text("utf-8") for path in [*SOURCES, *scripts]}
    assert [(name, one) for name, text in texts.items() for one in banned if one in text] == []


def test_only_repositories_import_tables():
    """A page that read a table skipped the permission check of the service."""
    found = [
        _name(path)
        for path in SOURCES
        if not path.stem.endswith("repository") and path.stem not in MAY_KNOW_TABLES
        if any(name.endswith(".tables") for name in _imports(path))
    ]
    assert found == []


def test_money_is_never_a_decimal_or_a_float_column():
    """SQLite stores Numeric as a float and loses digits."""
    money = re.compile(r"^\s+\w*(minor|amount|price|units|rate)\w*:.*(float|Float|Numeric)", re.M)
    tables = {_name(path): path.read_text("utf-8") for path in SOURCES if path.stem == "tables"}
    assert [
        name for name, text in tables.items() if re.search(r"\b(Numeric|DECIMAL)\b", text)
    ] == []
    assert [name for name, text in tables.items() if money.search(text)] == []


def test_ports_need_the_standard_library_only():
    """Everything imports the ports; what they import, everything pays for."""
    path = ROOT / "recommender" / "ports.py"
    assert all(name.split(".")[0] in sys.stdlib_module_names for name in _imports(path))
    assert len(path.read_text().splitlines()) <= 120


def test_raw_colours_stay_in_the_stylesheets():
    """One page with its own grey broke the dark theme; the device's own frame knows no variable."""
    colour = re.compile(r"#[0-9a-fA-F]{3,8}")
    pages = [path for path in SOURCES if path.name != "head.py"]
    found = [(_name(path), text) for path in pages for text in _literals(path)]
    assert [one for one in found if colour.fullmatch(one[1])] == []


def test_readme_is_short_and_shows_both_commands():
    """A long one is not read."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert "python3 dev.py run" in text
    assert "python3 dev.py test" in text


def test_every_setting_is_in_the_readme():
    """An operator searched the code for a variable's name."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in Settings.model_fields if f"`{name.upper()}`" not in text] == []


def test_every_command_is_in_the_readme():
    """A command that nobody finds is not there."""
    hidden = {"session"}  # What commands share.
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"[a-z-]+", text.split("## Commands")[1].split("##")[0]))
    assert {command_of(name) for name in module_names()} - listed - hidden == set()


def test_every_widget_kind_has_its_page():
    """The gallery and the documentation drifted apart."""
    pages = {path.stem for path in (ROOT / "docs" / "widgets").glob("*.md")}
    assert pages == set(catalogue())


def test_no_registry_address_and_no_path_of_a_machine_is_committed():
    """A lock file named a mirror, and a clean machine could not install."""
    for path in [*(ROOT / "requirements").glob("*"), *(ROOT / "reflex.lock").glob("*")]:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"(--|\")(index-url|extra-index-url|resolved)", line), path.name
            assert "registry." not in line, path.name

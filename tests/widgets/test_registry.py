"""Kinds found by place, and by the entry points of installed packages."""

import pytest

from widgets import registry
from widgets.errors import UnknownKind

KIND = """
from widgets import face
from widgets.base import Config, Widget

async def load(context, config):
    return face.Face()

WIDGET = Widget(
    kind="{kind}", title="Weather", summary="The weather.", icon="sun", category="life",
    sizes=("S",), needs=(), config=Config, data=face.Face, load=load, view=face.view,
    sample=face.Face(),
)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """Install a package with these modules, each an entry point `module:WIDGET`."""

    def install(name, **modules):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        points = [f"{module} = {name}_{module}:WIDGET" for module in modules]
        listed = "\n".join(["[companion.widgets]", *points])
        (folder / "entry_points.txt").write_text(listed)
        for module, source in modules.items():
            (tmp_path / f"{name}_{module}.py").write_text(source)
        monkeypatch.syspath_prepend(tmp_path)

    return install


def test_installed_kind_is_found(package):
    package("acmesun", weather=KIND.format(kind="weather"))
    found, faults = registry.installed()
    assert [one.kind for one in found] == ["weather"]
    assert faults == ()


def test_crashing_import_costs_that_kind_only_and_is_named(package):
    package("acmemix", good=KIND.format(kind="sun"), broken="raise RuntimeError('no sky')")
    found, faults = registry.installed()
    assert [one.kind for one in found] == ["sun"]
    assert [(one.name, one.package, one.why) for one in faults] == [
        ("broken", "acmemix", "RuntimeError: no sky")
    ]


def test_missing_attribute_and_foreign_object_are_named(package):
    package("acmeodd", absent="X = 1", odd="WIDGET = object()")
    found, faults = registry.installed()
    assert found == ()
    assert {one.name for one in faults} == {"absent", "odd"}


def test_installed_kind_never_takes_the_place_of_ours(package):
    package("acmebad", balances=KIND.format(kind="balances"))
    found, faults = registry.installed()
    assert found == ()
    assert "taken" in faults[0].why
    assert registry.widget("balances") is registry.built_in()["balances"]


def test_unknown_kind_is_an_error():
    with pytest.raises(UnknownKind):
        registry.widget("no_such_kind")

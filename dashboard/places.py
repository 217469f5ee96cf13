"""Parts that are found by their place, so that no list has to be edited."""

import importlib
import pkgutil
from types import ModuleType

import content
import recommender


def import_tables() -> None:
    """Import every `tables` module, so that the three MetaData are complete."""
    import dashboard

    for package in (recommender, content, dashboard):
        for name in modules(package):
            if name.rsplit(".", 1)[-1] == "tables":
                importlib.import_module(name)


def modules(package: ModuleType) -> list[str]:
    """List the names of a package's modules, found by place."""
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [module.name for module in found]

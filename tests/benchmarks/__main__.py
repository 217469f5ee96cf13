"""Run the benchmarks: one JSON line each, then a table; exit 1 when a target is missed."""

import argparse
import asyncio
import importlib
import inspect
import json
import pkgutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import tests.benchmarks
from tests.support.product import ProductServer

Figures = Mapping[str, float | int | str]


@dataclass(frozen=True)
class Benchmark:
    """One file: its measurement, and the most that some figures may be."""

    name: str
    module: ModuleType

    @property
    def targets(self) -> Mapping[str, float]:
        """The figures that have an upper bound."""
        return getattr(self.module, "TARGETS", {})

    @property
    def floors(self) -> Mapping[str, float]:
        """The figures that have a lower bound."""
        return getattr(self.module, "FLOORS", {})

    @property
    def needs_product(self) -> bool:
        """Say whether it measures a running product."""
        return "product" in inspect.signature(self.module.measure).parameters

    def missed(self, figures: Figures) -> list[str]:
        """Name the figures on the wrong side of their bound."""
        above = [name for name, most in self.targets.items() if float(figures[name]) > most]
        return above + [name for name, least in self.floors.items() if float(figures[name]) < least]


def all_benchmarks() -> list[Benchmark]:
    """Find every file here that measures something."""
    names = [found.name for found in pkgutil.iter_modules(tests.benchmarks.__path__)]
    modules = [(name, f"tests.benchmarks.{name}") for name in names if name[0] != "_"]
    loaded = [Benchmark(name, importlib.import_module(path)) for name, path in modules]
    return [benchmark for benchmark in loaded if hasattr(benchmark.module, "measure")]


class SharedProduct:
    """The running product that several benchmarks measure, started when the first one asks."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._server: ProductServer | None = None

    def __call__(self) -> ProductServer:
        """Return the product, ready and with a trained model."""
        if self._server is None:
            folder = self._stack.enter_context(tempfile.TemporaryDirectory(prefix="companion-b-"))
            self._server = ProductServer(Path(folder) / "data")
            self._stack.callback(self._server.close)
            self._server.start()
            self._server.wait_for_training()
        return self._server


def run(benchmark: Benchmark, product: Callable[[], ProductServer]) -> Figures:
    """Measure once."""
    arguments = [product()] if benchmark.needs_product else []
    figures: Figures = asyncio.run(benchmark.module.measure(*arguments))
    print(json.dumps({"benchmark": benchmark.name, **figures}), flush=True)
    return figures


def table(benchmark: Benchmark, figures: Figures) -> list[str]:
    """Return the rows of one benchmark, with its targets."""
    rows = []
    for name, value in figures.items():
        shown = f"{value:.4g}" if isinstance(value, float) else str(value)
        most, least = benchmark.targets.get(name), benchmark.floors.get(name)
        bound = f"<= {most:g}" if most is not None else f">= {least:g}" if least else ""
        mark = "MISSED" if name in benchmark.missed(figures) else ""
        rows.append(f"{benchmark.name:<20} {name:<32} {shown:>12} {bound:>12} {mark}")
    return rows


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("name", nargs="*", help="only these benchmarks")
    wanted = parser.parse_args().name
    chosen = [one for one in all_benchmarks() if not wanted or one.name in wanted]
    with ExitStack() as stack:
        product = SharedProduct(stack)
        measured = [(benchmark, run(benchmark, product)) for benchmark in chosen]
    print()
    for benchmark, figures in measured:
        print("\n".join(table(benchmark, figures)))
    missed = [name for benchmark, figures in measured for name in benchmark.missed(figures)]
    print(f"bench: {len(measured)} run, {len(missed)} targets missed")
    return 1 if missed or not measured else 0


if __name__ == "__main__":
    sys.exit(main())

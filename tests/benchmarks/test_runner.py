"""A benchmark that misses a bound is named."""

from types import ModuleType

import pytest

from tests.benchmarks.__main__ import Benchmark, all_benchmarks, table


@pytest.fixture
def benchmark() -> Benchmark:
    async def measure() -> dict[str, float]:
        return {}

    module = ModuleType("sample")
    module.measure = measure
    module.TARGETS = {"p95_ms": 60}
    module.FLOORS = {"rate_per_s": 100}
    return Benchmark("sample", module)


def test_figures_within_their_bounds_are_not_named(benchmark: Benchmark) -> None:
    assert benchmark.missed({"p95_ms": 60, "rate_per_s": 100}) == []


def test_figures_beyond_their_bounds_are_named(benchmark: Benchmark) -> None:
    figures = {"p95_ms": 61.0, "rate_per_s": 99}
    assert benchmark.missed(figures) == ["p95_ms", "rate_per_s"]
    assert all(row.endswith("MISSED") for row in table(benchmark, figures))


def test_every_benchmark_is_found_and_measures() -> None:
    assert "start" in {benchmark.name for benchmark in all_benchmarks()}

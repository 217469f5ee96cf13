"""Plant each fault of tests/mutants/*.toml into a copy of the tree; its named test must fail."""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).resolve().parents[2]
LISTS = Path(__file__).parent
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", ".web", ".tools", ".*_cache", "__pycache__", "node_modules", "var", ".states"
)
SIDE_BY_SIDE = 2
LIMIT_SECONDS = 300
TESTS_FAILED = 1
"""Pytest's exit code for failed tests; any other one is a broken run and proves nothing."""


@dataclass(frozen=True)
class Mutant:
    """One fault: `old` becomes `new` in `file`, and `test` must notice."""

    name: str
    file: str
    old: str
    new: str
    test: str


@dataclass(frozen=True)
class Verdict:
    """What happened to one mutant."""

    mutant: Mutant
    word: str
    seconds: float

    @property
    def is_caught(self) -> bool:
        """Say whether the named test failed on the mutant."""
        return self.word == "caught"


def listed(names: Sequence[str]) -> list[Mutant]:
    """Read every list, or only the mutants named."""
    found = [
        Mutant(**entry)
        for path in sorted(LISTS.glob("*.toml"))
        for entry in tomllib.loads(path.read_text())["mutant"]
    ]
    return [mutant for mutant in found if not names or mutant.name in names]


def faults(mutants: Iterable[Mutant], root: Path = ROOT) -> list[str]:
    """Say what is wrong with the lists: stale texts, names used twice."""
    seen: set[str] = set()
    wrong: list[str] = []
    for mutant in mutants:
        path = root / mutant.file
        count = path.read_text().count(mutant.old) if path.exists() else 0
        if count != 1:
            wrong.append(f"{mutant.name}: its text occurs {count} times in {mutant.file}")
        if mutant.old == mutant.new or mutant.name in seen:
            wrong.append(f"{mutant.name}: changes nothing, or its name is used twice")
        seen.add(mutant.name)
    return wrong


def copy_tree(folder: Path) -> Path:
    """Copy the checkout as it is now, also what is not committed."""
    target = folder / "tree"
    shutil.copytree(ROOT, target, ignore=LEFT_OUT, symlinks=True)
    (ROOT / ".tools").mkdir(exist_ok=True)
    (target / ".tools").symlink_to(ROOT / ".tools")
    return target


@contextmanager
def planted(tree: Path, mutant: Mutant) -> Iterator[None]:
    """Change the file in the copy, and put it back."""
    path = tree / mutant.file
    whole = path.read_text()
    path.write_text(whole.replace(mutant.old, mutant.new))
    try:
        yield
    finally:
        path.write_text(whole)


def pytest_code(tree: Path, tests: Sequence[str]) -> int:
    """Run tests in the copy and return pytest's exit code."""
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            command, cwd=tree, capture_output=True, timeout=LIMIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        return -1
    return done.returncode


def judge(tree: Path, mutant: Mutant) -> Verdict:
    """Plant one mutant and see whether its test notices."""
    started = time.monotonic()
    with planted(tree, mutant):
        code = pytest_code(tree, [mutant.test])
    word = {0: "SURVIVED", TESTS_FAILED: "caught"}.get(code, f"BROKEN (pytest code {code})")
    return Verdict(mutant, word, time.monotonic() - started)


def judge_all(mutants: Sequence[Mutant], scratch: Path) -> Iterator[Verdict]:
    """Judge every mutant, two at a time, each in a copy that no other one changes."""
    trees: SimpleQueue[Path] = SimpleQueue()
    for number in range(SIDE_BY_SIDE):
        trees.put(copy_tree(scratch / str(number)))

    def one(mutant: Mutant) -> Verdict:
        tree = trees.get()
        try:
            return judge(tree, mutant)
        finally:
            trees.put(tree)

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield from pool.map(one, mutants)


def run(mutants: Sequence[Mutant]) -> int:
    """Judge the mutants and print the table; 0 when every one was caught."""
    with tempfile.TemporaryDirectory(prefix="companion-mutants-") as name:
        scratch = Path(name)
        print(f"{len(mutants)} mutants; their tests on the tree as it is ...", flush=True)
        tests = sorted({mutant.test for mutant in mutants})
        if code := pytest_code(copy_tree(scratch / "clean"), tests):
            print(f"These tests do not pass without a fault (pytest code {code}).")
            return 1
        caught = 0
        for verdict in judge_all(mutants, scratch):
            caught += verdict.is_caught
            line = f"{verdict.word:<10} {verdict.seconds:5.1f} s  {verdict.mutant.name:<44}"
            print(f"{line} {verdict.mutant.test}", flush=True)
    print(f"mutants: {caught} passed, {len(mutants) - caught} failed")
    return 0 if caught == len(mutants) else 1


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="dev.py mutants", description=__doc__)
    parser.add_argument("name", nargs="*", help="only these mutants")
    mutants = listed(parser.parse_args().name)
    wrong = faults(mutants)
    if wrong or not mutants:
        print("\n".join(wrong) or "There is no such mutant.")
        return 2
    return run(mutants)


if __name__ == "__main__":
    sys.exit(main())

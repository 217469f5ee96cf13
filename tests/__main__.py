"""Run the suite in two parts: units side by side, then what needs a browser or the product."""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path

from tests.support.scratch import scratch_parent

ROOT = Path(__file__).resolve().parents[1]
NO_TESTS_COLLECTED = 5
SIDE_BY_SIDE = 2
UNITS = ("-n", str(SIDE_BY_SIDE), "--dist", "loadfile", "-m", "not browser and not spark")
BROWSER = ("-m", "browser")


def parts(args: Sequence[str]) -> list[Sequence[str]]:
    """Return the options of each part; somebody who chooses marks gets one part."""
    return [()] if "-m" in args else [UNITS, BROWSER]


def count(report: Path) -> tuple[int, int, int]:
    """Read (passed, failed, skipped) from a JUnit report; zeros when there is none."""
    if not report.exists():
        return 0, 0, 0
    tests = failed = skipped = 0
    for suite in ET.parse(report).getroot().iter("testsuite"):  # noqa: S314 - pytest's own
        tests += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
    return tests - failed - skipped, failed, skipped


def verdict(codes: Sequence[int], passed: int) -> int:
    """Return the exit code of the whole run: no part failed, and at least one test ran."""
    wrong = [code for code in codes if code not in (0, NO_TESTS_COLLECTED)]
    if wrong:
        return wrong[0]
    return 0 if passed else NO_TESTS_COLLECTED


def run_part(options: Sequence[str], args: Sequence[str], report: Path, scratch: Path) -> int:
    """Run pytest once, with temporary files in a folder of this run."""
    command = [sys.executable, "-m", "pytest", *options, f"--junitxml={report}"]
    return subprocess.call([*command, f"--basetemp={scratch}", *args], cwd=ROOT)


def main(args: Sequence[str]) -> int:
    """Run both parts, print the totals, and return the exit code."""
    codes: list[int] = []
    totals = [0, 0, 0]
    with tempfile.TemporaryDirectory(prefix="companion-test-", dir=scratch_parent()) as folder:
        for number, options in enumerate(parts(args)):
            report, scratch = Path(folder, f"{number}.xml"), Path(folder, str(number))
            codes.append(run_part(options, args, report, scratch))
            totals = [have + new for have, new in zip(totals, count(report), strict=True)]
    passed, failed, skipped = totals
    print(f"total: {passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return verdict(codes, passed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

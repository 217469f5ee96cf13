"""Garbage: what stands at the start is left alone, what comes later is still collected."""

import subprocess
import sys

from dashboard.processes.checkout import ROOT

CYCLES = """
import gc, weakref
from recommender import garbage
garbage.settle()
class Ring: pass
rings = []
for _ in range(200_000):
    ring = Ring(); ring.itself = ring
    rings.append(weakref.ref(ring))
del ring
print(gc.get_freeze_count() > 1000, sum(one() is None for one in rings) > 100_000)
"""


def test_what_stands_is_frozen_and_later_garbage_is_collected() -> None:
    command = [sys.executable, "-c", CYCLES]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_threads_take_short_turns() -> None:
    told = "import sys; from recommender import garbage; garbage.settle()"
    command = [sys.executable, "-c", f"{told}; print(sys.getswitchinterval() < 0.001)"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True"]

"""Work side by side on two cores, with the same results as one after another."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Result = TypeVar("Result")


def in_lanes(tasks: Sequence[Callable[[], Result]], lanes: int) -> list[Result]:
    """Run tasks that share nothing and return their results in the order of the tasks.

    numpy, scipy and implicit let go of the interpreter while they compute; each task runs on one
    thread, so that the number of lanes changes no digit of any result.
    """
    if lanes <= 1 or len(tasks) <= 1:
        return [task() for task in tasks]
    with ThreadPoolExecutor(max_workers=lanes) as pool:
        return list(pool.map(lambda task: task(), tasks))

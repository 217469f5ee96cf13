"""The contract of a scheduled job, and the search for all of them."""

import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import dashboard.jobs
from dashboard.places import modules
from dashboard.wiring import Root


@dataclass(frozen=True, slots=True)
class Job:
    """Work that the elected worker repeats.

    Attributes:
        every_seconds: Pause between the end of one run and the start of the next.
        run: Does the work once; an error is logged and the schedule goes on.
    """

    name: str
    every_seconds: float
    run: Callable[[Root], Awaitable[None]]


def all_jobs() -> list[Job]:
    """Find the JOB of every module of `dashboard.jobs`."""
    found = [importlib.import_module(name) for name in modules(dashboard.jobs)]
    return [module.JOB for module in found if isinstance(getattr(module, "JOB", None), Job)]

"""A training that dies: what happened, in a sentence; nothing else changes."""

import errno
import resource
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from recommender.errors import RecommenderError

UNCHANGED = "Nothing was changed: the model before serves on."
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
MEGABYTE = 1 << 20
MEMORY_SIGNS = ("MemoryError", "bad_alloc", "Cannot allocate memory", "Unable to allocate")


class TrainingFailed(RecommenderError):
    """A training ended without a model."""

    status = 503
    title = "The training failed"


@contextmanager
def explained() -> Iterator[None]:
    """Turn a full disk or memory into a sentence.

    Raises:
        TrainingFailed: The disk or the memory was full.
    """
    try:
        yield
    except MemoryError as error:
        raise TrainingFailed(_out_of_memory()) from error
    except OSError as error:
        if error.errno == errno.ENOMEM:
            raise TrainingFailed(_out_of_memory()) from error
        if error.errno not in FULL:
            raise
        raise TrainingFailed(f"The disk is full, so no model could be stored. {UNCHANGED}") from (
            error
        )


def limit_memory(megabytes: int) -> None:
    """Let this process fail at a ceiling of memory instead of taking the machine's last.

    Counts what is written (heap, arrays), not what is only mapped; Linux alone enforces it.
    """
    if not megabytes or sys.platform != "linux":
        return
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    ceiling = megabytes * MEGABYTE
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (ceiling, hard))


def how_it_ended(code: int, last_words: str) -> str:
    """Say how a training's process ended.

    Args:
        code: As Popen has it: below 0 the number of the signal.
        last_words: The last line that it wrote to its standard error.
    """
    if any(sign in last_words for sign in MEMORY_SIGNS):
        return _out_of_memory()
    if code >= 0:
        return last_words or f"The training ended with code {code}. {UNCHANGED}"
    name = signal.Signals(-code).name
    cause = " (perhaps because the machine ran out of memory)" if -code == signal.SIGKILL else ""
    return f"The training was ended by {name}{cause}. {UNCHANGED}"


def _out_of_memory() -> str:
    return "The training needed more memory than COMPANION_TRAINING_MEMORY_MB allows. " + UNCHANGED

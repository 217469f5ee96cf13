"""How child processes end with their parent, whatever ends it."""

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 2.0


def tied_to_parent(*, nice: int = 0) -> Callable[[], None]:
    """Return what a child does before it becomes another program (Popen's `preexec_fn`).

    Linux kills the child in the moment that the starting *thread* ends, so children are started
    from a main thread. Elsewhere `end_with_parent` looks every two seconds.
    """
    parent = os.getpid()
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None

    def prepare() -> None:
        if nice:
            os.nice(nice)
        if libc is not None:
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # The parent ended between fork and prctl.
                os._exit(1)

    return prepare


def end_with_parent() -> None:
    """Watch from a thread, and end this process when its parent is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="end-with-parent", daemon=True).start()

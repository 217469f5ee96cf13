"""Why a training ended, in a sentence."""

import errno
import signal

import pytest

from recommender.experiments.failures import TrainingFailed, explained, how_it_ended

MEMORY = "COMPANION_TRAINING_MEMORY_MB"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (MemoryError(), MEMORY),
        (OSError(errno.ENOMEM, "x"), MEMORY),
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (OSError(errno.EDQUOT, "x"), "disk is full"),
    ],
    ids=["memory", "memory of the system", "disk", "quota"],
)
def test_a_full_disk_or_memory_is_a_sentence(error: Exception, said: str) -> None:
    with pytest.raises(TrainingFailed, match=said), explained():
        raise error


def test_another_error_is_not_hidden() -> None:
    with pytest.raises(PermissionError), explained():
        raise PermissionError(errno.EACCES, "x")


@pytest.mark.parametrize(
    ("code", "last_words", "said"),
    [
        (-signal.SIGKILL, "", "ended by SIGKILL (perhaps because the machine ran out of memory)"),
        (-signal.SIGTERM, "50% fitting", "ended by SIGTERM. Nothing was changed"),
        (-signal.SIGABRT, "what(): std::bad_alloc", MEMORY),
        (1, "There are no events to learn from yet.", "There are no events to learn from yet."),
        (3, "", "ended with code 3"),
    ],
)
def test_an_end_is_told(code: int, last_words: str, said: str) -> None:
    assert said in how_it_ended(code, last_words)

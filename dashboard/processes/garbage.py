"""How often a process looks for garbage: seldom among much that lives for ever."""

import gc

YOUNG, ROUNDS, OLD = 10_000, 5, 100
"""Objects made before the young ones are looked through, and after how many rounds older ones are.

Python's 700 objects are one small request. Of a million (50,000 and 20 rounds) one look stopped
the process for 100 ms once in 3,000 recommendations; 50,000 take 5 ms.
"""


def settle() -> None:
    """Leave alone what stands at the start, and look through the rest less often.

    A request with 500 events makes tens of thousands of objects, and Python then went through
    everything that was ever imported: a fifth of the time of such a request.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, ROUNDS, OLD)

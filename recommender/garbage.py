"""How a process shares its time: with the search for garbage, and among its threads."""

import gc
import sys

YOUNG, ROUNDS, OLD = 2_000, 4, 1_250
"""Objects made before the young ones are looked through, and after how many rounds older ones are.

A look stops everything for a microsecond an object, for what it refers to is seldom in a cache.
Of 10,000 and 50,000 the stops were 11 and 35 ms: at half of the highest load these alone were the
slowest hundredth of all recommendations. Python's 700 objects are one small request.
"""

TURN_SECONDS = 0.0005
"""How long a thread may go on while another one waits.

Python's 5 ms are more than a whole recommendation takes: the loop waited so long for each answer
that the writer's thread had ready. At half of the highest load p99 fell from 28 to 18 ms.
"""


def settle() -> None:
    """Share the time by short turns, leave alone what stands, look through the rest seldom.

    A request with 500 events makes tens of thousands of objects, and Python then went through
    everything that was ever imported: a fifth of the time of such a request.
    """
    sys.setswitchinterval(TURN_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, ROUNDS, OLD)

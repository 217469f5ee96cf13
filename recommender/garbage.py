"""How a process shares its time: with the search for garbage, and among its threads."""

import gc
import sys

YOUNG, ROUNDS, OLD = 10_000, 5, 100
"""Objects made before the young ones are looked through, and after how many rounds older ones are.

Python's 700 objects are one small request. Of a million (50,000 and 20 rounds) one look stopped
the process for 100 ms once in 3,000 recommendations; 50,000 take 5 ms.
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

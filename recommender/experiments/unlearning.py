"""Proof that a training did not see those who were erased before it."""

import hashlib
from collections.abc import Callable, Collection, Iterable

from pydantic import BaseModel, ConfigDict, Field

from recommender.errors import Conflict


class Unlearning(BaseModel):
    """What a training's manifest says of the erased and of those it learned from."""

    model_config = ConfigDict(frozen=True)

    erased_before: int = Field(description="Customers erased before this training.")
    absent: int = Field(description="Those of them who are not in its data: all, or it is refused.")
    erased_digest: str = Field(description="SHA-256 over their sorted pseudonyms.")
    customers: int = Field(description="Customers that the training learned from.")
    customers_digest: str = Field(description="SHA-256 over their sorted pseudonyms.")


def prove(
    users: Iterable[str], erased: Collection[str], pseudonym_of: Callable[[str], str]
) -> Unlearning:
    """Hold the users of a data set against the erased.

    Args:
        users: Ids of those whom the data set holds.
        erased: Pseudonyms.
        pseudonym_of: A keyed hash; the record names nobody.

    Raises:
        Conflict: Somebody who was erased is in the data.
    """
    learned_from = {pseudonym_of(one) for one in users}
    present = learned_from & set(erased)
    if present:
        raise Conflict(
            f"{len(present)} erased customers are still in the data; the training is refused. "
            "Wait for the worker to take out what arrived late, then train again."
        )
    return Unlearning(
        erased_before=len(erased),
        absent=len(erased),
        erased_digest=_digest(erased),
        customers=len(learned_from),
        customers_digest=_digest(learned_from),
    )


def _digest(pseudonyms: Collection[str]) -> str:
    return hashlib.sha256("\n".join(sorted(pseudonyms)).encode()).hexdigest()

"""A weighted sum of models on one scale, which still splits exactly over the history."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Config, Doubles, Floats, Model, Parts
from recommender.dataset import Dataset

SPEC_FILE = "fusion.json"


@dataclass(frozen=True)
class Member:
    """One algorithm in a fusion, with its config and its weight (above 0)."""

    algorithm: str
    config: Config
    weight: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """Return the member as JSON."""
        config = self.config.model_dump()
        return {"algorithm": self.algorithm, "config": config, "weight": self.weight}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Member":
        """Read what `as_json` returned."""
        config = named(stored["algorithm"]).config_type.model_validate(stored["config"])
        return cls(stored["algorithm"], config, stored["weight"])


class Fusion:
    """Sums models after dividing each by the spread of its scores over the items.

    score = sum over members of weight x s / sd(s), sd per user over all items; subtracting the
    mean first would change no ranking. A member that scores all items alike adds nothing.

    Args:
        members: What was fitted.
        models: The fitted models, in the order of the members.
    """

    def __init__(self, members: Sequence[Member], models: Sequence[Model]) -> None:
        self.members = tuple(members)
        self.models = tuple(models)

    @property
    def name(self) -> str:
        """Return the algorithms' names, the weightiest first: `ease+popularity`."""
        ordered = sorted(self.members, key=lambda member: -member.weight)
        return "+".join(dict.fromkeys(member.algorithm for member in ordered))

    def score(self, user_items: csr_matrix) -> Floats:
        """Return float32 (n, n_items) for CSR histories (n, n_items)."""
        total = np.zeros(user_items.shape, dtype=np.float32)
        for member, model in zip(self.members, self.models, strict=True):
            total += member.weight * scaled(model.score(user_items))
        return total

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split the scores of the asked columns for one history, as `Model.parts`."""
        base: Doubles = np.zeros(len(asked))
        shares: Doubles = np.zeros((history.nnz, len(asked)))
        for member, model in zip(self.members, self.models, strict=True):
            scale = member.weight * float(inverse_spread(model.score(history))[0, 0])
            part = model.parts(history, asked)
            base = base + scale * part.base
            shares = shares + scale * part.shares
        return Parts(base, shares)

    def save(self, folder: Path) -> None:
        """Write the members and their models into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        spec = [member.as_json() for member in self.members]
        (folder / SPEC_FILE).write_text(json.dumps(spec, sort_keys=True), encoding="utf-8")
        for number, model in enumerate(self.models):
            model.save(folder / f"member-{number}")

    @classmethod
    def load(cls, folder: Path) -> "Fusion":
        """Open a saved fusion, memory-mapped."""
        spec = json.loads((folder / SPEC_FILE).read_text(encoding="utf-8"))
        members = [Member.from_json(stored) for stored in spec]
        kinds = [named(member.algorithm).model_type for member in members]
        models = [kind.load(folder / f"member-{number}") for number, kind in enumerate(kinds)]
        return cls(members, models)


def fit_fusion(members: Sequence[Member], dataset: Dataset, *, seed: int) -> Fusion:
    """Fit every member on the data set."""
    models = [named(member.algorithm)(member.config).fit(dataset, seed=seed) for member in members]
    return Fusion(members, models)


def inverse_spread(scores: Floats) -> NDArray[np.float64]:
    """Return 1 / standard deviation of each row, (n, 1); 0 where all scores are equal."""
    spread = scores.astype(np.float64).std(axis=1, keepdims=True)
    # Below this the differences are rounding, not preference.
    noise = 1e-6 * np.abs(scores).max(axis=1, keepdims=True, initial=0.0)
    inverse: NDArray[np.float64] = np.where(spread > noise, 1.0 / np.maximum(spread, 1e-30), 0.0)
    return inverse


def scaled(scores: Floats) -> Floats:
    """Return the rows divided by their spread, float32 of the same shape."""
    return (scores * inverse_spread(scores)).astype(np.float32)

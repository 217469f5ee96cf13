"""A weighted sum of models on one scale, which still splits exactly over the history."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms import named
from recommender.algorithms.base import Config, Doubles, Floats, Model, Parts
from recommender.algorithms.single import NOISE, Folded, History
from recommender.dataset import Dataset
from recommender.engines import Maker
from recommender.history import GROUPS, group_of, in_group
from recommender.lanes import in_lanes

SPEC_FILE = "fusion.json"


@dataclass(frozen=True)
class Member:
    """One algorithm in a fusion, with its config and its weight (0 where only groups use it)."""

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


Mix = tuple[Member, ...]
Key = tuple[str, Config]
"""What decides a member's model: algorithm and config."""

NO_GROUPS: Mapping[str, tuple[float, ...]] = {}


class Fusion:
    """Sums models after dividing each by the spread of its scores over the items.

    score = sum over members of weight x s / sd(s), sd per user over all items; subtracting the
    mean first would change no ranking. A member that scores all items alike adds nothing.

    Args:
        members: What was fitted.
        models: The fitted models, in the order of the members.
        groups: Weights of the members for history groups that differ (`history.GROUPS`).
    """

    def __init__(
        self,
        members: Sequence[Member],
        models: Sequence[Model],
        groups: Mapping[str, tuple[float, ...]] = NO_GROUPS,
    ) -> None:
        self.members = tuple(members)
        self.models = tuple(models)
        self.groups = dict(groups)

    @property
    def name(self) -> str:
        """Return the algorithms' names, the weightiest first: `ease+popularity`."""
        ordered = sorted(self.members, key=lambda member: -member.weight)
        return "+".join(dict.fromkeys(member.algorithm for member in ordered))

    def score(self, user_items: csr_matrix) -> Floats:
        """Return float32 (n, n_items) for CSR histories (n, n_items)."""
        total = np.zeros(user_items.shape, dtype=np.float32)
        weights = self._weights(np.diff(user_items.indptr).astype(np.int64))
        for own, model in zip(weights.T, self.models, strict=True):
            if own.any():
                total += own[:, None] * scaled(model.score(user_items))
        return total

    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split the scores of the asked columns for one history, as `Model.parts`."""
        base: Doubles = np.zeros(len(asked))
        shares: Doubles = np.zeros((history.nnz, len(asked)))
        for weight, model in zip(self.weights_for(history.nnz), self.models, strict=True):
            if weight == 0.0:
                continue
            scale = weight * float(inverse_spread(model.score(history))[0, 0])
            part = model.parts(history, asked)
            base = base + scale * part.base
            shares = shares + scale * part.shares
        return Parts(base, shares)

    def fold(self, history: History) -> Folded:
        """Score one history, as `score` does many."""
        weights = self.weights_for(len(history))
        members = [
            (weight, model.fold(history))
            for weight, model in zip(weights, self.models, strict=True)
            if weight != 0.0
        ]
        scaled = [(weight * one.inverse_spread, one) for weight, one in members]
        return Mixed(scaled, history)

    def weights_for(self, length: int) -> tuple[float, ...]:
        """Return the members' weights for a history of so many items."""
        general = tuple(member.weight for member in self.members)
        return self.groups.get(group_of(length) or "", general)

    def _weights(self, lengths: NDArray[np.int64]) -> Floats:
        general = np.array([member.weight for member in self.members], dtype=np.float32)
        weights: Floats = np.tile(general, (len(lengths), 1))
        for name, own in self.groups.items():
            weights[in_group(lengths, GROUPS[name])] = own
        return weights

    def save(self, folder: Path) -> None:
        """Write the members and their models into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        spec = {"members": [one.as_json() for one in self.members], "groups": self.groups}
        (folder / SPEC_FILE).write_text(json.dumps(spec, sort_keys=True), encoding="utf-8")
        for number, model in enumerate(self.models):
            model.save(folder / f"member-{number}")

    @classmethod
    def load(cls, folder: Path) -> "Fusion":
        """Open a saved fusion, memory-mapped."""
        spec = json.loads((folder / SPEC_FILE).read_text(encoding="utf-8"))
        members = [Member.from_json(stored) for stored in spec["members"]]
        kinds = [named(member.algorithm).model_type for member in members]
        models = [kind.load(folder / f"member-{number}") for number, kind in enumerate(kinds)]
        return cls(members, models, {name: tuple(own) for name, own in spec["groups"].items()})


class Mixed(Folded):
    """What several models say for one history, each times its scale."""

    def __init__(self, scaled: Sequence[tuple[float, Folded]], history: History) -> None:
        self._scaled = scaled
        self._history = history

    @cached_property
    def scores(self) -> Floats:
        """The score of each item, float32 (n_items,)."""
        return self.at(np.arange(self._history.width))

    def at(self, columns: NDArray[np.int64]) -> Floats:
        """Return the scores of some columns; what the models do not say of others is not asked."""
        total = np.zeros(len(columns), dtype=np.float32)
        for scale, folded in self._scaled:
            total += np.float32(scale) * folded.at(columns)
        return total

    def parts(self, asked: NDArray[np.int64]) -> Parts:
        """Split the scores of some columns over the history."""
        base, shares = np.zeros(len(asked)), np.zeros((len(self._history), len(asked)))
        for scale, folded in self._scaled:
            part = folded.parts(asked)
            base += scale * part.base
            shares += scale * part.shares
        return Parts(base, shares)


def fit_fusion(
    members: Sequence[Member],
    dataset: Dataset,
    *,
    seed: int,
    groups: Mapping[str, Mix] | None = None,
    lanes: int = 1,
    make: Maker = named,
) -> Fusion:
    """Fit every member on the data set, each model once.

    Args:
        members: The mix of everybody whose history group has none of its own.
        dataset: What is learned from.
        seed: Given to every fit.
        groups: Mixes of history groups.
        lanes: How many members are fitted side by side; it changes no result.
        make: Makes an algorithm of its name: here, or on another engine.
    """
    mixes: dict[str | None, Mix] = {None: tuple(members)}
    mixes.update(groups or {})
    weights = {
        name: {(one.algorithm, one.config): one.weight for one in mix}
        for name, mix in mixes.items()
    }
    keys = list(dict.fromkeys(key for own in weights.values() for key in own))
    _ = dataset.user_items
    fits = [partial(make(name)(config).fit, dataset, seed=seed) for name, config in keys]
    return Fusion(
        [Member(name, config, weights[None].get((name, config), 0.0)) for name, config in keys],
        in_lanes(fits, lanes),
        {
            name: tuple(own.get(key, 0.0) for key in keys)
            for name, own in weights.items()
            if name is not None
        },
    )


def inverse_spread(scores: Floats) -> NDArray[np.float64]:
    """Return 1 / standard deviation of each row, (n, 1); 0 where all scores are equal."""
    spread = scores.std(axis=1, keepdims=True, dtype=np.float64)
    # Below this the differences are rounding, not preference.
    noise = NOISE * np.abs(scores).max(axis=1, keepdims=True, initial=0.0)
    inverse: NDArray[np.float64] = np.where(spread > noise, 1.0 / np.maximum(spread, 1e-30), 0.0)
    return inverse


def scaled(scores: Floats) -> Floats:
    """Return the rows divided by their spread, float32 of the same shape."""
    return scores * inverse_spread(scores).astype(np.float32)

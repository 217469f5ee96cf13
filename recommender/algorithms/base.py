"""The contract of every algorithm: a typed config, a fit, and a model that folds users in."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import csr_matrix

from recommender.algorithms.single import Doubles, Floats, Folded, History, Parts
from recommender.dataset import Dataset, Shape

__all__ = [
    "Algorithm",
    "Arrays",
    "Config",
    "Doubles",
    "Floats",
    "Model",
    "Parts",
    "fresh",
    "powered",
    "powers",
    "relabelled",
]

Arrays = Mapping[str, NDArray[Any]]


class Config(BaseModel):
    """What every algorithm can be told; the description is the form's help text."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    power: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Exponent of the interest in a pair: 0 counts a pair once, 1 takes its weight.",
    )


class Model(ABC):
    """A fitted model; it holds no users, so that a new event changes the next answer."""

    @abstractmethod
    def score(self, user_items: csr_matrix) -> Floats:
        """Return float32 (n, n_items) for float32 CSR histories (n, n_items); higher is better."""

    @abstractmethod
    def parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split the scores of the asked columns for one CSR history (1, n_items)."""

    @abstractmethod
    def arrays(self) -> Arrays:
        """Return everything that `restore` needs, as plain arrays."""

    @classmethod
    @abstractmethod
    def restore(cls, arrays: Arrays) -> Self:
        """Make the model again from (possibly memory-mapped) arrays."""

    def fold(self, history: History) -> Folded:
        """Score everything for one history; models that serve do it without a matrix."""
        row = history.matrix()
        return Folded(self.score(row)[0], lambda asked: self.parts(row, asked))

    def contributions(self, history: csr_matrix, item: int) -> Parts:
        """Split one item's score: base (1,), shares (n_history, 1)."""
        return self.parts(history, np.array([item]))

    def save(self, folder: Path) -> None:
        """Write the arrays as .npy files into a folder, which is made."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self.arrays().items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open a saved model, memory-mapped."""
        files = sorted(folder.glob("*.npy"))
        # As plain arrays over the map: numpy's own class for maps costs time at every slice.
        return cls.restore({one.stem: np.asarray(np.load(one, mmap_mode="r")) for one in files})


class Algorithm(ABC):
    """A way to fit a model, with the search space and the cost that selection needs.

    Args:
        config: An instance of `config_type`; None takes its defaults.
    """

    name: ClassVar[str]
    config_type: ClassVar[type[Config]]
    model_type: ClassVar[type[Model]]

    def __init__(self, config: Config | None = None) -> None:
        self.config = config or self.config_type()

    @abstractmethod
    def fit(self, dataset: Dataset, *, seed: int = 0) -> Model:
        """Fit a model; the same data set and seed give the same model."""

    @classmethod
    @abstractmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return configs worth trying on this data, the most promising first."""

    @classmethod
    def refine(
        cls, dataset: Dataset, best: Config, second: Config | None = None
    ) -> Sequence[Config]:
        """Return configs close to the best one (and towards the second), for another round.

        Neither of the two is among them. May be asked again with what came out of the round.
        """
        return ()

    @abstractmethod
    def cost_seconds(self, shape: Shape) -> float:
        """Estimate the seconds of one fit on one core: from shapes, so that choices repeat."""

    def memory_mb(self, shape: Shape) -> float:
        """Estimate the peak memory of a fit beyond the data, in MB."""
        return 20 * shape.pairs * 8 / 1e6


def powered(user_items: csr_matrix, power: float) -> csr_matrix:
    """Return the matrix with each stored value raised to the power (0: all ones)."""
    if power == 1.0:
        return user_items
    values = np.power(user_items.data, np.float32(power), dtype=np.float32)
    return csr_matrix((values, user_items.indices, user_items.indptr), shape=user_items.shape)


def powers(dataset: Dataset) -> tuple[float, ...]:
    """Return the exponents worth trying: only 0 where all pairs weigh the same."""
    values = dataset.user_items.data
    return (0.0, 0.5) if values.size and np.ptp(values) > 0 else (0.0,)


def relabelled(grid: Sequence[Config], dataset: Dataset) -> list[Config]:
    """Return the grid with the first half tried under every exponent that makes a difference."""
    extra = [power for power in powers(dataset) if power > 0]
    kept = grid[: (len(grid) + 1) // 2]
    return [*grid, *(one.model_copy(update={"power": power}) for power in extra for one in kept)]


def fresh(configs: Iterable[Config], *known: Config | None) -> list[Config]:
    """Return the configs in order, each once and none of the known ones."""
    return [config for config in dict.fromkeys(configs) if config not in known]

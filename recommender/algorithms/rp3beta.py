"""RP3beta: a three-step random walk user -> item -> user -> item, less popular items lifted."""

from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from pydantic import Field
from scipy.sparse import csr_matrix, diags, vstack

from recommender.algorithms import cooccurrence
from recommender.algorithms.base import Algorithm, Config, Floats, fresh, powered, relabelled
from recommender.algorithms.linear import LinearModel, without_diagonal
from recommender.dataset import Dataset, Shape

MOST_NEIGHBOURS = 2_000


class Rp3betaConfig(Config):
    """Exponents of the walk."""

    alpha: float = Field(1.0, ge=0, le=2, description="Exponent of the step away from an item.")
    user_alpha: float | None = Field(
        None, ge=0, le=2, description="Exponent of the step away from a user; none: as alpha."
    )
    beta: float = Field(
        0.1, ge=0, le=2, description="How much popular items are held back: 0 not at all."
    )
    neighbours: int = Field(200, ge=1, description="Neighbours kept for each item.")


class Rp3beta(Algorithm):
    """Scores an item by the walks that lead to it from what a user has.

    weights[i, j] = sum over users u of (1 / d_i)^alpha (1 / d_u)^user_alpha / d_j^beta, where d
    is the number of pairs of the item or user. alpha 1, user_alpha 0, beta 0 is P(j given i).

    Source: Paudel et al., Updatable, accurate, diverse, and scalable recommendations for
    interactive applications, TiiS 2017.
    """

    name = "rp3beta"
    config_type = Rp3betaConfig
    model_type = LinearModel
    config: Rp3betaConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> LinearModel:
        """Multiply the steps, keeping the nearest neighbours; the seed changes nothing."""
        nearest = csr_matrix(vstack(list(self._nearest(dataset))))
        sums = powered(dataset.user_items, self.config.power).sum(axis=0)
        away = diags(cooccurrence.inverse_power(sums, self.config.alpha))
        return LinearModel(without_diagonal(away @ nearest), self.config.power)

    def _nearest(self, dataset: Dataset) -> Iterator[csr_matrix]:
        config = self.config
        user_alpha = config.alpha if config.user_alpha is None else config.user_alpha
        sums = powered(dataset.user_items, config.power).sum(axis=0)
        lifts = cooccurrence.inverse_power(sums, config.beta)
        # One more than asked for: an item is often its own nearest neighbour.
        count = config.neighbours + 1
        if cooccurrence.is_small(dataset):
            met = cooccurrence.together(dataset, power=config.power, user_exponent=user_alpha)
            yield strongest_dense(met * lifts, count)
            return
        for _, rows in cooccurrence.blocks(dataset, power=config.power, user_exponent=user_alpha):
            rows.data *= lifts[rows.indices]
            yield strongest(rows, count)

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return walks from plain to strongly levelled, and plain conditional shares."""
        tried = [
            (1.0, 1.0, 0.1),
            (0.5, 0.5, 0.3),
            (1.0, 0.0, 0.0),
            (0.5, 1.0, 0.5),
            (0.7, 0.75, 0.7),
            (1.0, 0.5, 0.0),
            (1.0, 1.0, 0.4),
            (0.3, 0.5, 0.1),
            (0.7, 0.5, 0.5),
        ]
        return relabelled(
            [Rp3betaConfig(alpha=a, user_alpha=u, beta=b) for a, u, b in tried], dataset
        )

    @classmethod
    def refine(
        cls, dataset: Dataset, best: Config, second: Config | None = None
    ) -> Sequence[Config]:
        """Return steps away from the best: each exponent, the neighbours, and two together."""
        best = cast(Rp3betaConfig, best)
        user_alpha = best.alpha if best.user_alpha is None else best.user_alpha
        steps: list[dict[str, float]] = [
            {"beta": best.beta + step} for step in (0.1, -0.1, 0.25, -0.25)
        ]
        steps += [{"neighbours": round(best.neighbours * times)} for times in (2.0, 0.5)]
        steps += [{"alpha": best.alpha + step} for step in (0.2, -0.2)]
        steps += [{"user_alpha": user_alpha + step} for step in (0.25, -0.25)]
        for step in (0.1, -0.1):
            wider = {"neighbours": best.neighbours * 2, "beta": best.beta + step}
            steps += [wider, {"user_alpha": user_alpha + 0.25, "beta": best.beta + step}]
        kept = [{name: round(at, 3) for name, at in step.items()} for step in steps]
        valid = [step for step in kept if _is_valid(step, len(dataset.items))]
        return fresh((best.model_copy(update=step) for step in valid), best, second)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of one product and of keeping the strongest (measured)."""
        return 0.004 + cooccurrence.cost_seconds(shape) + 1.5e-5 * shape.items

    def memory_mb(self, shape: Shape) -> float:
        """Return the peak: the neighbours twice, and a product or one block of it."""
        kept = min(self.config.neighbours + 1, shape.items) * shape.items * 8
        product = 3 * 4 * shape.items**2 if shape.items <= cooccurrence.DENSE_ITEMS else 2e8
        return (2 * kept + product + 40 * shape.pairs) / 1e6


def strongest(rows: csr_matrix, count: int) -> csr_matrix:
    """Keep the greatest `count` values of each row."""
    long = np.flatnonzero(np.diff(rows.indptr) > count)
    for row in long:
        values = rows.data[rows.indptr[row] : rows.indptr[row + 1]]
        values[np.argpartition(values, -count)[:-count]] = 0.0
    rows.eliminate_zeros()
    return rows


def strongest_dense(rows: Floats, count: int) -> csr_matrix:
    """Keep the greatest `count` values of each row of a dense matrix, which is overwritten."""
    if rows.shape[1] > count:
        weakest = np.argpartition(rows, -count, axis=1)[:, :-count]
        np.put_along_axis(rows, weakest, 0.0, axis=1)
    return csr_matrix(rows)


def _is_valid(step: dict[str, float], items: int) -> bool:
    exponents = [at for name, at in step.items() if name != "neighbours"]
    most = min(2 * items, MOST_NEIGHBOURS)
    return step.get("neighbours", 1) <= most and all(0 <= at <= 2 for at in exponents)


ALGORITHM = Rp3beta

"""EASE and its denoising kin EDLAE: one inverse of the item-item matrix."""

from collections.abc import Sequence
from typing import cast

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy.linalg.lapack import dpotrf, dpotri

from recommender.algorithms import cooccurrence
from recommender.algorithms.base import Algorithm, Config, Doubles, fresh, powered, powers
from recommender.algorithms.linear import LinearModel
from recommender.dataset import Dataset, Shape


class EaseConfig(Config):
    """How strongly weights are held back."""

    regularisation: float = Field(
        500.0, gt=0, description="Added to the diagonal of X'X, in pairs: more is smoother."
    )
    dropout: float = Field(
        0.0,
        ge=0,
        lt=1,
        description="Share of a history hidden in training (EDLAE); 0 is plain EASE.",
    )
    user_exponent: float = Field(
        0.0, ge=0, le=1, description="How much less the pairs of users with many count; 0: as all."
    )


class Ease(Algorithm):
    """Learns item-item weights in closed form.

    With G = X'DX, D = d_u^-user_exponent and
    L = regularisation + dropout / (1 - dropout) x diag(G):
    P = inverse of (G + L), weights[i, j] = -P[i, j] / P[j, j], 0 on the diagonal.

    Source: Steck, Embarrassingly shallow autoencoders, WWW 2019; Steck, Autoencoders that don't
    overfit towards the identity (EDLAE), NeurIPS 2020.
    """

    name = "ease"
    config_type = EaseConfig
    model_type = LinearModel
    config: EaseConfig

    def fit(self, dataset: Dataset, *, seed: int = 0) -> LinearModel:
        """Invert once; exact, so the seed changes nothing."""
        item_items = gram(dataset, self.config.power, self.config.user_exponent)
        return LinearModel(self.weights(item_items), self.config.power)

    def weights(self, item_items: Doubles) -> NDArray[np.float32]:
        """Return float32 (n_items, n_items) weights for X'DX, float64, which is overwritten."""
        places = np.arange(len(item_items))
        odds = self.config.dropout / (1 - self.config.dropout)
        item_items[places, places] *= 1.0 + odds
        item_items[places, places] += self.config.regularisation
        # The transpose of a symmetric matrix is itself, in the order that LAPACK overwrites.
        factor, _ = dpotrf(item_items.T, lower=1, clean=0, overwrite_a=1)
        inverse, _ = dpotri(factor, lower=1, overwrite_c=1)
        scales = 1.0 / np.diagonal(inverse)
        lower = np.tril(inverse.astype(np.float32), -1)
        weights: NDArray[np.float32] = lower + lower.T
        weights *= -scales.astype(np.float32)
        np.fill_diagonal(weights, 0.0)
        return weights

    @classmethod
    def grid(cls, dataset: Dataset) -> Sequence[Config]:
        """Return regularisations around 10 x the mean of X'X's diagonal, with and without dropout.

        Source: RECOMMENDER notes: that multiple was right on three public data sets.
        """
        tried = [
            (10.0, 0.0, 0.0),
            (5.0, 0.9, 0.0),
            (2.0, 0.7, 0.0),
            (10.0, 0.0, 0.5),
            (30.0, 0.0, 0.0),
            (3.0, 0.0, 0.0),
            (5.0, 0.9, 0.5),
            (1.0, 0.5, 0.0),
            (10.0, 0.98, 0.0),
        ]
        some = [(times, dropout, level, 0.0) for times, dropout, level in tried]
        some += [(*one, power) for power in powers(dataset) if power > 0 for one in tried[:5]]
        return [
            EaseConfig(
                regularisation=_round(times * mean_diagonal(dataset, power, level)),
                dropout=dropout,
                user_exponent=level,
                power=power,
            )
            for times, dropout, level, power in some
        ]

    @classmethod
    def refine(
        cls, dataset: Dataset, best: Config, second: Config | None = None
    ) -> Sequence[Config]:
        """Return single steps away from the best: pull, dropout, level of the users."""
        best = cast(EaseConfig, best)
        own = mean_diagonal(dataset, best.power, best.user_exponent)
        steps: list[dict[str, float]] = [
            {"regularisation": best.regularisation * times} for times in (0.6, 1.7, 0.3)
        ]
        steps += [{"dropout": at} for at in _next_dropouts(best.dropout)]
        for level in (best.user_exponent - 0.25, best.user_exponent + 0.25):
            if 0 <= level <= 1:
                pull = best.regularisation * mean_diagonal(dataset, best.power, level) / own
                steps.append({"user_exponent": level, "regularisation": pull})
        kept = [{name: _round(at) for name, at in step.items()} for step in steps]
        return fresh((best.model_copy(update=step) for step in kept), best, second)

    def cost_seconds(self, shape: Shape) -> float:
        """Return the seconds of the inverse (measured, one core): 31 s for 10,000 items, cubed."""
        product = cooccurrence.cost_seconds(shape)
        return 0.002 + product + 31.0 * (shape.items / 10_000) ** 3

    def memory_mb(self, shape: Shape) -> float:
        """Return the peak: a float64 and three float32 matrices of n_items x n_items."""
        return (8 + 3 * 4) * shape.items**2 / 1e6


def gram(dataset: Dataset, power: float, user_exponent: float = 0.0) -> Doubles:
    """Return X'DX, float64 (n_items, n_items), the caller's own."""
    if cooccurrence.is_small(dataset):
        kept = cooccurrence.together(dataset, power=power, user_exponent=user_exponent)
        return kept.astype(np.float64)
    dense = np.zeros((len(dataset.items),) * 2)
    for start, rows in cooccurrence.blocks(dataset, power=power, user_exponent=user_exponent):
        dense[start : start + rows.shape[0]] = rows.toarray()
    return dense


def mean_diagonal(dataset: Dataset, power: float, user_exponent: float) -> float:
    """Return the mean of diag(X'DX) over the items, at least 0.1."""
    user_items = powered(dataset.user_items, power)
    levels = cooccurrence.inverse_power(user_items.sum(axis=1), user_exponent)
    squares = np.repeat(levels, np.diff(user_items.indptr)) * user_items.data**2
    return max(float(squares.sum(dtype=np.float64)) / max(len(dataset.items), 1), 0.1)


def _next_dropouts(dropout: float) -> list[float]:
    """Return weaker and stronger dropout, even steps in its odds."""
    if dropout == 0:
        return [0.3, 0.7]
    odds = dropout / (1 - dropout)
    return [round(times * odds / (1 + times * odds), 3) for times in (0.4, 2.5)]


def _round(value: float) -> float:
    return float(f"{value:.4g}")


ALGORITHM = Ease

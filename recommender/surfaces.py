"""What is ranked from what, and the score of one surface: collaborative + link + prior."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms.base import Doubles, Floats, Parts
from recommender.dataset import Dataset, Events
from recommender.fusion import Fusion
from recommender.interest import CONTENT, PRODUCT, SERVICE, ItemKey
from recommender.transfer import Transfer

READING_HALF_LIFE_DAYS = 30.0
"""Unless validation says otherwise, a reading that precedes purchases counts half after a month."""

NOW_HALF_LIFE_DAYS = 3.0
"""What a reading counts for at once, whatever was learned, is half gone three days later."""

LINK_CEILING = 3.0
"""Readings of one content count at most as this many times the first."""

PRIOR_SMOOTHING_CUSTOMERS = 50.0
"""A segment of this size takes half of its popularity from everybody."""


@dataclass(frozen=True)
class Surface:
    """One ranking problem.

    Attributes:
        inputs: Kinds whose interactions are the history.
        ranked: Kinds that are ranked.
        link_floor: Least weight of a reading of this moment, whatever validation says.
    """

    name: str
    inputs: tuple[str, ...]
    ranked: tuple[str, ...]
    link_floor: float


PRODUCTS = Surface("product", (PRODUCT,), (PRODUCT,), link_floor=1.0)
"""Contents speak for products only through links: reading an unlinked one changes nothing. The
floor lets a reading count at once even where the past shows no such effect: one reading moves a
linked product by one standard deviation of the scores."""

CONTENTS = Surface("content", (CONTENT, PRODUCT, SERVICE), (CONTENT, SERVICE), link_floor=0.0)

SURFACES: Mapping[str, Surface] = MappingProxyType(
    {PRODUCT: PRODUCTS, CONTENT: CONTENTS, SERVICE: CONTENTS}
)
"""The surface that ranks each kind."""


@dataclass(frozen=True)
class Blend:
    """How the three parts of a score are weighed.

    Attributes:
        prior_weight: Weight of the prior for a long history, 0..1.
        prior_items: History length at which half of the rest of the prior has faded; 0: it goes
            with the first item.
        link_weight: Learned score of one reading of a fully linked content.
        now_weight: What fills that up to the surface's floor, for readings of these days.
        by_segment: Whether the prior is the segment's popularity, or everybody's.
        transfer_weight: Learned weight of what contents say for products by company.
        reading_half_life_days: Learned age at which a reading's link counts half.
    """

    prior_weight: float
    prior_items: float
    link_weight: float
    now_weight: float
    by_segment: bool
    transfer_weight: float = 0.0
    reading_half_life_days: float = READING_HALF_LIFE_DAYS

    def prior_factor_of(self, history_length: int) -> float:
        """Return what `prior_factor` does, for one customer."""
        if history_length == 0:
            return 1.0
        faded = self.prior_items / max(self.prior_items + history_length, 1e-9)
        return self.prior_weight + (1.0 - self.prior_weight) * faded

    def prior_factor(self, history_length: NDArray[np.int64]) -> Doubles:
        """Return w + (1 - w) t / (t + n), float64 of the input's shape; 1 for no history."""
        faded = self.prior_items / np.maximum(self.prior_items + history_length, 1e-9)
        faded = np.where(history_length == 0, 1.0, faded)
        factor: Doubles = self.prior_weight + (1.0 - self.prior_weight) * faded
        return factor


@dataclass(frozen=True, eq=False)
class SurfaceModel:
    """A fitted surface.

    Attributes:
        items: Columns, those of all input kinds.
        fusion: The collaborative part; None where popularity alone is published.
        priors: float32 (n_segments + 1, n_items), popularity in standard deviations around 0
            per kind; the last row is everybody's.
        segment_names: Name of each row but the last.
        transfer: What contents say for products by company; None where it gave no gain.
        half_life_days: Age at which an event of a history counts half; 0: nothing fades.
    """

    surface: Surface
    items: tuple[ItemKey, ...]
    fusion: Fusion | None
    priors: Floats
    segment_names: tuple[str, ...]
    blend: Blend
    transfer: Transfer | None = None
    half_life_days: float = 0.0

    def prior_row(self, segment: str | None) -> int:
        """Return the row of `priors` for a customer."""
        if self.blend.by_segment and segment in self.segment_names:
            return self.segment_names.index(segment)
        return len(self.segment_names)

    def collaborative(self, histories: csr_matrix) -> Floats:
        """Return the collaborative part, float32 (n, n_items); 0 where nothing is learned."""
        if self.fusion is None:
            return np.zeros(histories.shape, dtype=np.float32)
        return self.fusion.score(histories)

    def collaborative_parts(self, history: csr_matrix, asked: NDArray[np.int64]) -> Parts:
        """Split the collaborative part of the asked columns, as `Model.parts`."""
        if self.fusion is None:
            return Parts(np.zeros(len(asked)), np.zeros((history.nnz, len(asked))))
        return self.fusion.parts(history, asked)


def link_strength(readings: Doubles) -> Doubles:
    """Return 3 n^2 / (n^2 + 2): 0 for no reading, 1 for one, 2 for two, never above 3.

    One reading may be an accident, the second says as much again, many are not a reason to
    forget everything else. Float of the input's shape.
    """
    squares = readings * readings
    strength: Doubles = LINK_CEILING * squares / (squares + LINK_CEILING - 1.0)
    return strength


def strength_of(readings: float) -> float:
    """Return `link_strength` of one content."""
    squares = readings * readings
    return LINK_CEILING * squares / (squares + LINK_CEILING - 1.0)


def weight_of(age_days: float, half_life_days: float) -> float:
    """Return `reading_weight` of one reading."""
    weight: float = 0.5 ** (max(age_days, 0.0) / half_life_days)
    return weight


def reading_weight(ages_days: NDArray[np.float64], half_life_days: float) -> Doubles:
    """Return how much readings of these ages still count, 0..1; undated ones count fully."""
    ages = np.maximum(np.nan_to_num(ages_days, nan=0.0), 0.0)
    weight: Doubles = np.power(0.5, ages / half_life_days)
    return weight


def link_scores(dataset: Dataset, surface: Surface, half_life_days: float) -> csr_matrix:
    """Return the links' part for weight 1: CSR (n_users, n_items) over the data set's items.

    Products get `link_strength` of the readings x the link's own, summed over the contents that
    link to them; contents get the strength of their links to products with any interaction.
    """
    if surface is PRODUCTS:
        readings = _evidence(dataset, dataset.events.readings, half_life_days)
        return csr_matrix(readings @ _link_matrix(dataset))
    touched = dataset.columns_of([PRODUCT])[dataset.events.columns]
    present = _evidence(dataset, touched, half_life_days)
    present.data[:] = 1.0
    return csr_matrix(present @ _link_matrix(dataset).T)


def _evidence(dataset: Dataset, mask: NDArray[np.bool_], half_life_days: float) -> csr_matrix:
    events: Events = dataset.events.pick(mask)
    known = dataset.events.ages_days[~np.isnan(dataset.events.ages_days)]
    newest = float(known.min()) if len(known) else 0.0
    weights = reading_weight(events.ages_days.astype(np.float64) - newest, half_life_days)
    size = (len(dataset.users), len(dataset.items))
    evidence = csr_matrix((weights, (events.rows, events.columns)), shape=size)
    evidence.sum_duplicates()
    evidence.data = link_strength(evidence.data)
    return evidence


def _link_matrix(dataset: Dataset) -> csr_matrix:
    known = [
        (content, product, strength)
        for content_id, product_id, strength in dataset.links.pairs()
        if (content := dataset.index.get(ItemKey(CONTENT, content_id))) is not None
        and (product := dataset.index.get(ItemKey(PRODUCT, product_id))) is not None
    ]
    rows = [content for content, _, _ in known]
    columns = [product for _, product, _ in known]
    values = [strength for _, _, strength in known]
    size = (len(dataset.items), len(dataset.items))
    return csr_matrix((values, (rows, columns)), shape=size, dtype=np.float64)


def make_priors(dataset: Dataset, freshness: NDArray[np.float64]) -> Floats:
    """Return popularity per segment and for everybody, as in `SurfaceModel.priors`.

    Args:
        dataset: Whose pairs are counted.
        freshness: float64 (n_pairs,), how much each stored pair counts, 0..1.
    """
    matrix = csr_matrix(
        (freshness, dataset.user_items.indices, dataset.user_items.indptr),
        shape=dataset.user_items.shape,
    )
    everybody = np.asarray(matrix.sum(axis=0)).ravel() / max(len(dataset.users), 1)
    rows = [
        _smoothed(matrix[np.flatnonzero(dataset.segments == code)], everybody)
        for code in range(len(dataset.segment_names))
    ]
    kinds = [item.kind for item in dataset.items]
    return np.stack([_standardised(row, kinds) for row in [*rows, everybody]])


def _smoothed(members: csr_matrix, everybody: Doubles) -> Doubles:
    own = np.asarray(members.sum(axis=0)).ravel()
    smoothed: Doubles = (own + PRIOR_SMOOTHING_CUSTOMERS * everybody) / (
        members.shape[0] + PRIOR_SMOOTHING_CUSTOMERS
    )
    return smoothed


def _standardised(row: Doubles, kinds: Sequence[str]) -> Floats:
    result = np.zeros(len(row), dtype=np.float32)
    # The root keeps a few best-sellers from being the whole spread; it changes no order.
    rooted = np.sqrt(row)
    for kind in set(kinds):
        own = np.array([one == kind for one in kinds])
        spread = max(float(rooted[own].std()), 1e-12)
        result[own] = (rooted[own] - rooted[own].mean()) / spread
    return result

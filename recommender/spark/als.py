"""ALS fitted by Spark, behind the contract of the local one: only the item factors differ."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from recommender.algorithms.als import Als
from recommender.algorithms.base import Config
from recommender.spark.session import MASTER, spark_session

LEAST_CONFIDENCE = 1e-3
"""Spark adds the confidence of a pair to that of none; at or below 0 it would drop the pair."""

ROWS_AT_ONCE = 200_000
SCHEMA = "user int, item int, rating float"
BLOCKS = 8


class SparkAls(Als):
    """The local ALS with its rounds done by Spark; the model is stored and served as `als`.

    Spark pulls each row by regParam x the number of its pairs, the local one by a constant (or
    with the frequency): regParam is chosen so that an average pair is pulled alike.

    Source: Zhou, Wilkinson, Schreiber, Pan, Large-scale parallel collaborative filtering for the
    Netflix prize, AAIM 2008 (weighted regularisation); pyspark.ml.recommendation.

    Args:
        config: As of the local ALS.
        master: Where the cluster is, as Spark writes it.
    """

    def __init__(self, config: Config | None = None, *, master: str = MASTER) -> None:
        super().__init__(config)
        self._master = master

    def _factorise(self, confidence: csr_matrix, seed: int) -> NDArray[np.float32]:
        with TemporaryDirectory(prefix="companion-spark-") as folder, self._session() as session:
            path = Path(folder) / "pairs.csv"
            write_pairs(confidence, path)
            pairs = session.read.schema(SCHEMA).csv(str(path))
            fitted = self._estimator(confidence, seed).fit(pairs)
            return _gathered(fitted.itemFactors, (confidence.shape[1], self.config.factors))

    def _session(self) -> Any:
        return spark_session(self._master)

    def _estimator(self, confidence: csr_matrix, seed: int) -> Any:
        from pyspark.ml.recommendation import ALS

        return ALS(
            rank=self.config.factors,
            maxIter=self.config.iterations,
            regParam=pull_of_a_pair(confidence, self.config.regularisation),
            implicitPrefs=True,
            alpha=1.0,
            userCol="user",
            itemCol="item",
            ratingCol="rating",
            numUserBlocks=BLOCKS,
            numItemBlocks=BLOCKS,
            seed=seed,
        )


def pull_of_a_pair(confidence: csr_matrix, regularisation: float) -> float:
    """Return the regularisation over the mean number of pairs of a row with any, above 0."""
    degrees = np.concatenate(
        [np.diff(confidence.indptr), np.bincount(confidence.indices, minlength=1)]
    )
    return regularisation / max(float(degrees[degrees > 0].mean()), 1.0) if degrees.any() else 1.0


def write_pairs(confidence: csr_matrix, path: Path) -> None:
    """Write `user,item,confidence - 1` as lines; Spark adds the 1 again."""
    pairs = confidence.tocoo()
    ratings = np.maximum(pairs.data - 1.0, LEAST_CONFIDENCE)
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, pairs.nnz, ROWS_AT_ONCE):
            part = slice(start, start + ROWS_AT_ONCE)
            columns = (pairs.row[part].tolist(), pairs.col[part].tolist(), ratings[part].tolist())
            lines = (
                f"{user},{item},{rating:.6g}\n" for user, item, rating in zip(*columns, strict=True)
            )
            file.writelines(lines)


def _gathered(item_factors: Any, shape: tuple[int, int]) -> NDArray[np.float32]:
    """Bring the factors of the items home, float32 (n_items, n_factors); 0 for unknown items."""
    factors = np.zeros(shape, dtype=np.float32)
    for row in item_factors.toLocalIterator():
        factors[row.id] = row.features
    return factors

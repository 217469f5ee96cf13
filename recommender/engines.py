"""Where models are fitted: here, or ALS on a Spark cluster. What is stored and served is equal."""

from collections.abc import Callable
from typing import Literal

from recommender.algorithms import named
from recommender.algorithms.als import Als, AlsConfig
from recommender.algorithms.base import Algorithm, Config
from recommender.errors import Invalid

Engine = Literal["local", "spark"]
Maker = Callable[[str], type[Algorithm]]

LOCAL: Engine = "local"
SPARK: Engine = "spark"
ALS = Als.name
LEAST_ALPHA = 2.0
"""Spark counts a pair at least as much as none: a lower confidence cannot be told to it."""


def engine_named(name: str) -> Engine:
    """Return the engine of a name.

    Raises:
        Invalid: There is none of that name.
    """
    if name == LOCAL:
        return LOCAL
    if name == SPARK:
        return SPARK
    raise Invalid(f"There is no engine {name!r}; say local or spark.")


def maker_of(engine: Engine) -> Maker:
    """Return what makes an algorithm of a name; the search itself always fits here."""
    if engine == LOCAL:
        return named
    from recommender.spark.als import SparkAls

    return lambda name: SparkAls if name == ALS else named(name)


def can_fit(engine: Engine, algorithm: str, config: Config) -> bool:
    """Say whether an engine can fit a config of an algorithm; Spark fits plain ALS alone."""
    if engine == LOCAL or algorithm == "popularity":
        return True
    return algorithm == ALS and isinstance(config, AlsConfig) and _is_plain(config)


def _is_plain(config: AlsConfig) -> bool:
    is_flat = config.user_exponent == config.item_exponent == 0.0
    return is_flat and config.alpha >= LEAST_ALPHA

"""Whether the arms have as many customers as their shares say: else nothing else counts."""

from collections.abc import Mapping

import numpy as np
from scipy.special import gammaln

BROKEN_BELOW = 0.001
PRIOR_CUSTOMERS = 100.0
"""Weight of the shares in the alternative: differences of a few per cent are found soonest."""


def mismatch(counts: Mapping[str, int], shares: Mapping[str, float]) -> float:
    """Return a p-value of the counts that holds at every look; below 0.001 something is broken.

    Args:
        counts: Customers per arm.
        shares: Share per arm, above 0; need not sum to 1.

    Source: Lindon, Malek, Anytime-valid inference for multinomial count data, 2022.

    >>> mismatch({"a": 500, "b": 500}, {"a": 0.5, "b": 0.5})
    1.0
    >>> mismatch({"a": 600, "b": 400}, {"a": 0.5, "b": 0.5}) < BROKEN_BELOW
    True
    """
    seen = np.array([counts.get(arm, 0) for arm in shares], np.float64)
    expected = np.array(list(shares.values())) / sum(shares.values())
    prior = PRIOR_CUSTOMERS * expected
    mixture = gammaln(prior + seen).sum() - gammaln(prior).sum()
    mixture += gammaln(prior.sum()) - gammaln((prior + seen).sum())
    evidence = mixture - float(seen @ np.log(expected))
    return float(min(1.0, np.exp(-evidence)))

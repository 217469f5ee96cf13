"""The rule by which a trained model may serve."""

from collections.abc import Mapping
from typing import Any


def publication(report: Mapping[str, Any]) -> tuple[bool, str]:
    """Say whether a training's result may serve, and why.

    Each surface must be popularity itself, or be above it with the whole paired bootstrap
    interval of its nDCG gain; what is served in the end (with links and priors) must not be
    below popularity with its whole interval either.
    """
    objections = [said for surface in report["surfaces"] if (said := _objection(surface))]
    if objections:
        return False, " ".join(objections)
    return True, " ".join(str(surface["reason"]) for surface in report["surfaces"])


def _objection(surface: Mapping[str, Any]) -> str | None:
    name, metrics = surface["surface"], surface["metrics"]
    gain = metrics.get("ndcg_gain")
    if surface["personal"] and (gain is None or gain["low"] <= 0):
        return f"On {name}s the model is not proved to be above popularity."
    if metrics["ndcg_gain_served"]["high"] < 0:
        return f"On {name}s the list as served is below popularity."
    return None


def name_of(report: Mapping[str, Any]) -> str:
    """Return what was chosen, per surface."""
    chosen = [f"{surface['surface']}: {surface['algorithm']}" for surface in report["surfaces"]]
    return ", ".join(chosen)[:200]

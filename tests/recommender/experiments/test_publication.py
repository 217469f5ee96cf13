"""The publication rule: never a model that is not proved to be above popularity."""

from typing import Any

from recommender.experiments.publication import name_of, publication


def surface(**fields: Any) -> dict[str, Any]:
    gains = {"low": 0.01, "mean": 0.02, "high": 0.03}
    return {
        "surface": "product",
        "algorithm": "ease",
        "personal": True,
        "metrics": {"ndcg_gain": gains, "ndcg_gain_served": gains},
        "reason": "Above popularity.",
    } | fields


def judged(*surfaces: dict[str, Any]) -> bool:
    return publication({"surfaces": surfaces})[0]


def gains(low: float, high: float) -> dict[str, float]:
    return {"low": low, "mean": (low + high) / 2, "high": high}


SERVED_EQUAL = gains(-0.01, 0.01)


def test_a_model_above_popularity_is_published() -> None:
    assert publication({"surfaces": [surface()]}) == (True, "Above popularity.")


def test_a_model_whose_interval_touches_zero_is_not_published() -> None:
    close = {"ndcg_gain": gains(-0.001, 0.02), "ndcg_gain_served": SERVED_EQUAL}
    allowed, reason = publication({"surfaces": [surface(metrics=close)]})
    assert not allowed
    assert "not proved" in reason


def test_a_personal_model_without_a_verdict_is_not_published() -> None:
    assert not judged(surface(metrics={"ndcg_gain_served": SERVED_EQUAL}))


def test_popularity_itself_is_published() -> None:
    metrics = {"ndcg_gain_served": gains(0.0, 0.0)}
    assert judged(surface(personal=False, algorithm="popularity", metrics=metrics))


def test_what_is_served_must_not_lose_either() -> None:
    metrics = {"ndcg_gain": gains(0.01, 0.02), "ndcg_gain_served": gains(-0.03, -0.01)}
    assert not judged(surface(metrics=metrics))


def test_one_losing_surface_keeps_the_model_back() -> None:
    losing = surface(surface="content", metrics={"ndcg_gain_served": SERVED_EQUAL})
    assert not judged(surface(), losing)


def test_the_name_tells_what_was_chosen_where() -> None:
    report = {"surfaces": [surface(), surface(surface="content", algorithm="als+ease")]}
    assert name_of(report) == "product: ease, content: als+ease"

"""From a data set to a stored model and a report of how it was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from threadpoolctl import threadpool_limits

from recommender.dataset import Dataset
from recommender.engines import ALS, LOCAL, Engine, maker_of
from recommender.experiments.rehearsal import fit_collaborative, prior_freshness
from recommender.experiments.store import Artefact, write_artefact
from recommender.experiments.tuning import Tuning, tune
from recommender.faithfulness import Faithfulness, measure_faithfulness
from recommender.scoring import Scorer
from recommender.search import default_budget_seconds
from recommender.selection import Choice, Progress, SelectionSettings, select
from recommender.surfaces import CONTENTS, PRODUCTS, Surface, SurfaceModel, make_priors
from recommender.transfer import Transfer, fit_transfer, personal, transfer_members

BESIDE_SERVING = 0.25
"""A bank's machine serves while it trains: a quarter of what an evaluation takes, a surface."""


class TrainingSettings(BaseModel):
    """How long and how a bank's model is searched."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: int = Field(7, description="Decides hold-outs, fits and resamples.")
    budget_seconds: float | None = Field(
        None,
        gt=0,
        description="Estimated seconds on one core for all surfaces together; None: by the data.",
    )
    memory_mb: float = Field(300.0, gt=0, description="Memory that a single fit may take.")
    k: int = Field(10, ge=1, description="Length of the lists that are judged.")
    engine: Engine = Field(LOCAL, description="Where the published model is fitted.")


@dataclass(frozen=True, eq=False)
class SurfaceReport:
    """What was tried and chosen for one surface."""

    surface: str
    choice: Choice
    tuning: Tuning

    @property
    def algorithm(self) -> str:
        """Return the names of the published algorithms."""
        names = (member.algorithm for member in self.choice.mix)
        return "+".join(dict.fromkeys(names))

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        verdict = self.choice.verdict
        metrics = {"ndcg_gain_served": self.tuning.total.as_json()}
        if verdict:
            metrics["ndcg"] = verdict.model.as_json()
            metrics["ndcg_popularity"] = verdict.popularity.as_json()
            metrics["ndcg_gain"] = verdict.gain.as_json()
        return {
            "surface": self.surface,
            "algorithm": self.algorithm,
            "personal": self.choice.is_personal,
            "config": [member.as_json() for member in self.choice.mix],
            "baseline": "popularity",
            "metrics": metrics,
            "users": verdict.users if verdict else 0,
            "reason": self.choice.reason,
            "tried": [one.as_json() for one in self.choice.tried],
            "by_history": _by_history(self.choice),
            "groups": {name: one.as_json() for name, one in self.choice.group_gains.items()},
            "fading": self.choice.fading.as_json(),
            "blend": vars(self.tuning.blend),
            "link": self.tuning.link.as_json(),
        }


def _by_history(choice: Choice) -> dict[str, Any]:
    """Return the gain over popularity for short and longer histories, with intervals."""
    found = choice.verdict.by_history if choice.verdict else {}
    return {name: one.as_json() for name, one in found.items()}


@dataclass(frozen=True, eq=False)
class TrainingReport:
    """What a training did: for the models page and the manifest."""

    surfaces: tuple[SurfaceReport, ...]
    data_hash: str
    seed: int
    shape: Mapping[str, int]
    skipped: Mapping[str, int]
    faithfulness: Mapping[str, Faithfulness]
    seconds: float

    def as_json(self) -> dict[str, Any]:
        """Return the report as JSON."""
        surfaces = [one.as_json() for one in self.surfaces]
        return {
            "surfaces": surfaces,
            "link": {one["surface"]: one["link"] for one in surfaces},
            "faithfulness": {name: one.as_json() for name, one in self.faithfulness.items()},
            "data_hash": self.data_hash,
            "seed": self.seed,
            "data": {**self.shape, "skipped": dict(self.skipped)},
            "seconds": round(self.seconds, 3),
        }


def train(
    dataset: Dataset,
    settings: TrainingSettings,
    folder: Path,
    progress: Progress | None = None,
    facts: Mapping[str, Any] | None = None,
) -> TrainingReport:
    """Choose, fit and store a model for each surface, on one thread.

    Args:
        dataset: All kinds of items.
        settings: Seed and budget.
        folder: Where the artefact is written; must not exist.
        progress: Told what happens and the share (0..1) that is done.
        facts: JSON that the manifest holds beside the report.
    """
    tell = progress or (lambda message, share: None)
    began = perf_counter()
    with threadpool_limits(limits=1):
        fitted = [
            _train_surface(dataset, surface, settings, _part(tell, number))
            for number, surface in enumerate((PRODUCTS, CONTENTS))
        ]
        models = {model.surface.name: model for model, _ in fitted}
        tell("Testing the reasons", 0.96)
        faithful = _test_reasons(models, dataset, settings.seed)
    report = TrainingReport(
        surfaces=tuple(one for _, one in fitted),
        data_hash=dataset.data_hash,
        seed=settings.seed,
        shape=dataset.shape._asdict(),
        skipped=dataset.skipped or {},
        faithfulness=faithful,
        seconds=perf_counter() - began,
    )
    tell("Storing the model", 0.97)
    known = {"report": report.as_json(), "data_hash": dataset.data_hash, "seed": settings.seed}
    write_artefact(folder, models, {**known, **(facts or {})})
    return report


def _part(tell: Progress, number: int) -> Progress:
    return lambda message, share: tell(message, 0.48 * (number + share))


def _train_surface(
    dataset: Dataset, surface: Surface, settings: TrainingSettings, tell: Progress
) -> tuple[SurfaceModel, SurfaceReport]:
    tell(f"Choosing a model for {surface.name}s", 0.0)
    inputs = dataset.restricted(surface.inputs)
    wanted = SelectionSettings(
        seed=settings.seed,
        budget_seconds=_budget_seconds(settings, inputs),
        memory_mb=settings.memory_mb,
        k=settings.k,
        kinds=surface.ranked,
        algorithm=None if settings.engine == LOCAL else ALS,
        engine=settings.engine,
    )
    choice = select(inputs, wanted, tell)
    tell(f"Weighing links and priors for {surface.name}s", 0.9)
    dataset, inputs = choice.fading.applied(dataset), choice.fading.applied(inputs)
    tuning = tune(dataset, surface, choice, wanted)
    model = SurfaceModel(
        surface=surface,
        items=inputs.items,
        fusion=fit_collaborative(choice, inputs, settings.seed, maker_of(settings.engine)),
        priors=make_priors(inputs, prior_freshness(choice, inputs)),
        segment_names=inputs.segment_names,
        blend=tuning.blend,
        transfer=_transfer(dataset, choice, tuning, settings.seed),
        half_life_days=choice.fading.half_life_days,
    )
    return model, SurfaceReport(surface.name, choice, tuning)


def _budget_seconds(settings: TrainingSettings, inputs: Dataset) -> float:
    """Return what one of the two surfaces may take."""
    if settings.budget_seconds is not None:
        return settings.budget_seconds / 2
    return BESIDE_SERVING * default_budget_seconds(inputs.shape)


def _transfer(dataset: Dataset, choice: Choice, tuning: Tuning, seed: int) -> Transfer | None:
    if tuning.blend.transfer_weight <= 0:
        return None
    return fit_transfer(transfer_members(personal(choice.mix), dataset), dataset, seed=seed)


def _test_reasons(
    models: Mapping[str, SurfaceModel], dataset: Dataset, seed: int
) -> dict[str, Faithfulness]:
    scorer = Scorer(Artefact(Path(), {}, models))
    return {
        name: measure_faithfulness(scorer, dataset, model.surface, seed=seed)
        for name, model in models.items()
    }

"""The model that serves in this process: found by polling one row, swapped whole."""

import asyncio
import logging
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from recommender.database import Database
from recommender.errors import RecommenderError
from recommender.experiments.repository import ModelRepository
from recommender.scoring import Scorer, open_scorer

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0
KEPT_FOR_REPLAY = 3
FALLBACKS = 5
RETRY_SECONDS = 60.0
"""How long a damaged model is left alone: its files may be restored meanwhile."""


@dataclass(frozen=True, slots=True)
class Serving:
    """A model in use."""

    model_id: str
    scorer: Scorer


class ActiveModel:
    """One process's view of the active model.

    Args:
        folder: Holds one artefact per model id, memory-mapped when it is opened.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self._folder = folder
        self._serving: Serving | None = None
        self._broken: str | None = None
        self._checked_at = float("-inf")
        self._retry_at = float("-inf")
        self._lock = asyncio.Lock()
        self._opened: OrderedDict[str, Scorer] = OrderedDict()

    @property
    def broken(self) -> str | None:
        """The id of an active model that cannot be read; an earlier one serves instead."""
        return self._broken

    @property
    def serving(self) -> str | None:
        """The id of the model that served last, without a look at the row."""
        return self._serving.model_id if self._serving else None

    @property
    def state(self) -> Literal["ok", "degraded", "none"]:
        """Say whether the active model serves, another in its place, or none."""
        if self._broken is not None:
            return "degraded"
        return "none" if self._serving is None else "ok"

    async def now(self) -> Serving | None:
        """Return the model that serves; None while nothing has been trained."""
        is_swapping = self._lock.locked() and self._serving is not None
        if self._is_due() and not is_swapping:
            async with self._lock:
                if self._is_due():
                    await self._refresh()
        return self._serving

    def drop(self) -> None:
        """Have the next reader check the row: something changed in this process."""
        self._checked_at = float("-inf")

    async def opened(self, model_id: str) -> Scorer | None:
        """Return the scorer of any kept model, for a replay; None when it is gone."""
        if self._serving is not None and self._serving.model_id == model_id:
            return self._serving.scorer
        if model_id not in self._opened:
            scorer = await self._open(model_id)
            if scorer is None:
                return None
            self._opened[model_id] = scorer
        while len(self._opened) > KEPT_FOR_REPLAY:
            self._opened.popitem(last=False)
        return self._opened[model_id]

    def _is_due(self) -> bool:
        return time.monotonic() - self._checked_at > POLL_SECONDS

    async def _refresh(self) -> None:
        async with self._database.reading() as session:
            active = await ModelRepository(session).active()
        self._checked_at = time.monotonic()
        if active is None or self._is_left_alone(active.model_id):
            return
        self._broken = None
        if self._serving is None or active.model_id != self._serving.model_id:
            await self._swap(active.model_id)

    def _is_left_alone(self, model_id: str) -> bool:
        """Say whether a model that could not be read is not yet tried again."""
        return model_id == self._broken and time.monotonic() < self._retry_at

    async def _swap(self, model_id: str) -> None:
        scorer = await self._open(model_id)
        if scorer is not None:
            self._serve(Serving(model_id, scorer))
            return
        self._broken, self._retry_at = model_id, time.monotonic() + RETRY_SECONDS
        if self._serving is None:
            await self._fall_back(model_id)

    async def _fall_back(self, broken: str) -> None:
        """Serve the newest earlier model that can be read: a process starts on bad files too."""
        async with self._database.reading() as session:
            known = await ModelRepository(session).newest_publishable(FALLBACKS)
        for model_id in known:
            scorer = await self._open(model_id) if model_id != broken else None
            if scorer is not None:
                logger.error("Model %s is damaged: %s serves instead.", broken, model_id)
                return self._serve(Serving(model_id, scorer))
        logger.error("Model %s is damaged and none before it can be read: popularity.", broken)
        return None

    def _serve(self, serving: Serving) -> None:
        self._serving = serving
        logger.info("Model %s (%s) serves now.", serving.model_id, serving.scorer.model_name)

    async def _open(self, model_id: str) -> Scorer | None:
        try:
            return await asyncio.to_thread(open_scorer, self._folder / model_id)
        except (RecommenderError, OSError, MemoryError) as error:
            logger.warning("Model %s cannot be read: %s", model_id, error)
            return None

"""What each source would say to one customer, what goes with their history, what serves."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from recommender.catalogue.model import CONTENT, PRODUCT
from recommender.customers.model import Facts
from recommender.dataset import ItemKey
from recommender.decisions.replay import as_interaction
from recommender.experiments.active import Serving
from recommender.experiments.decider import Decider, Made, Question
from recommender.experiments.engine import Stand
from recommender.experiments.service import RecommendService
from recommender.interactions.model import History
from recommender.language import pick
from recommender.pile import Pile
from recommender.ports import Actor
from recommender.scoring import Scorer, ScoreRequest

KINDS = (PRODUCT, CONTENT)
SCENARIO = "sources"
LISTED = 10
MOST_DEEDS, NEAREST = 5, 5
SERVED = "served"


class Frozen(BaseModel):
    """A value that leaves the service."""

    model_config = ConfigDict(frozen=True)


class Said(Frozen):
    """One item of a source's list."""

    kind: str
    id: str
    title: str
    score: float


class SourceList(Frozen):
    """What one source would show, best first."""

    source: str = Field(description="An algorithm, company, link, segment, everybody ... served.")
    kind: str
    ranked: tuple[Said, ...]


class Neighbours(Frozen):
    """What goes with one item of the history, nearest first."""

    kind: str
    id: str
    title: str
    ranked: tuple[Said, ...]


class Pipeline(Frozen):
    """What serves this customer."""

    model_id: str | None
    model: str
    damaged: str | None = Field(description="Active model whose files cannot be read.")
    catalogue_version: int
    events: int = Field(description="Events of the customer that are used.")
    newest_event: datetime | None


class CustomerSources(Frozen):
    """One customer as every source sees them; masks bind all lists."""

    customer_id: str
    personalised: bool
    pipeline: Pipeline
    lists: tuple[SourceList, ...]
    neighbours: tuple[Neighbours, ...]


class SourceService:
    """Looks at one customer through each source; stores no decision and shows it to nobody."""

    def __init__(self, decider: Decider, recommend: RecommendService) -> None:
        self._decider = decider
        self._recommend = recommend

    async def of(self, actor: Actor, customer_id: str, language: str) -> CustomerSources:
        """Return every source's lists, the neighbours of what was done last, and the pipeline."""
        facts = await self._recommend.open(actor, customer_id)
        history = await self._decider.remember(facts)
        serving = await self._decider.engine.models.now()
        lists: list[SourceList] = []
        made = [
            await self._decider.make(facts, Question((one,), SCENARIO, LISTED)) for one in KINDS
        ]
        for kind, one in zip(KINDS, made, strict=True):
            look = Look(facts, history, one, kind, language)
            lists += look.lists(serving.scorer if serving and one.decided.is_personal else None)
        stand = made[0].stand
        near = () if serving is None else neighbours(serving.scorer, history, stand, language)
        return CustomerSources(
            customer_id=customer_id,
            personalised=made[0].decided.is_personal,
            pipeline=self._pipeline(serving, stand, history),
            lists=tuple(lists),
            neighbours=near,
        )

    def _pipeline(self, serving: Serving | None, stand: Stand, history: History) -> Pipeline:
        return Pipeline(
            model_id=serving.model_id if serving else None,
            model=serving.scorer.model_name if serving else "popularity",
            damaged=self._decider.engine.models.broken,
            catalogue_version=stand.version,
            events=len(history.events),
            newest_event=history.events[-1].at if history.events else None,
        )


class Look:
    """One customer and one kind of items, as a decision saw them."""

    def __init__(
        self, facts: Facts, history: History, made: Made, kind: str, language: str
    ) -> None:
        self._facts = facts
        self._history = history
        self._made = made
        self._kind = kind
        self._language = language
        self._pile = made.decided.split.pile(kind)

    def lists(self, scorer: Scorer | None) -> list[SourceList]:
        """Return what would be served, and what each source alone would list."""
        served = [
            said(ItemKey(one.kind, one.id), one.score, self._made.stand, self._language)
            for one in self._made.decided.items
        ]
        found = [SourceList(source=SERVED, kind=self._kind, ranked=tuple(served))]
        if scorer is None or not len(self._pile):
            return found
        opinions = scorer.opinions(self._request())
        return found + [self._list(name, scores) for name, scores in opinions.items()]

    def _list(self, name: str, scores: NDArray[np.float64]) -> SourceList:
        stand, language = self._made.stand, self._language
        items = tuple(best(self._pile, scores, LISTED, stand, language))
        return SourceList(source=name, kind=self._kind, ranked=items)

    def _request(self) -> ScoreRequest:
        who = self._facts.customer_id
        return ScoreRequest(
            candidates=self._pile,
            events=[as_interaction(one, who) for one in self._history.events],
            now=self._made.record.at,
            segment=self._facts.segment,
            links=self._made.stand.links,
        )


def neighbours(
    scorer: Scorer, history: History, stand: Stand, language: str
) -> tuple[Neighbours, ...]:
    """Return what goes with each of the items that something was done with last."""
    newest = dict.fromkeys(ItemKey(one.kind, one.item_id) for one in reversed(history.events))
    found = []
    for key in list(newest)[:MOST_DEEDS]:
        pile = Pile(stand.whole, stand.whole.kinds.get(key.kind, np.array([], np.int64)))
        if pile.place(key) is None:
            continue
        scores = scorer.related(key, pile, stand.links).copy()
        scores[pile.place(key)] = -np.inf
        near = tuple(best(pile, scores, NEAREST, stand, language))
        head = said(key, 0.0, stand, language)
        found.append(Neighbours(kind=key.kind, id=key.id, title=head.title, ranked=near))
    return tuple(found)


def best(
    pile: Pile, scores: NDArray[np.float64], count: int, stand: Stand, language: str
) -> Sequence[Said]:
    """Return the best candidates that anything is known of, equal ones by id."""
    order = np.lexsort((pile.ranks(np.arange(len(pile))), -scores))[:count]
    known = [int(at) for at in order if np.isfinite(scores[at]) and scores[at] != 0.0]
    return [said(pile[at], float(scores[at]), stand, language) for at in known]


def said(key: ItemKey, score: float, stand: Stand, language: str) -> Said:
    """Name an item with its score."""
    item = stand.whole.titled.get(key)
    title = pick(item.titles, language) if item else key.id
    return Said(kind=key.kind, id=key.id, title=title, score=round(score, 6))

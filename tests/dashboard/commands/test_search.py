"""Search by name over what the engine would show."""

from collections.abc import Sequence

from dashboard.commands.search import LOOKED_THROUGH, Search
from recommender.answer import Answer, Ranked
from recommender.ports import CUSTOMER, Actor

ME = Actor("u1", frozenset({CUSTOMER}), customer_id="c1")
TITLES = {"a1": "Bonds in a falling market", "a2": "基金定投怎么选", "a3": "Paying bills by phone"}


class Engine:
    """An engine that ranks three articles and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    async def recommend(
        self,
        actor: Actor,
        customer_id: str,
        kinds: Sequence[str],
        scenario: str,
        limit: int,
        language: str,
    ) -> Answer:
        self.asked.append((customer_id, limit))
        items = tuple(
            Ranked(
                kind="content",
                id=id_,
                title=title,
                score=1.0,
                parts={"prior": 1.0},
                placed="rank",
                propensity=1.0,
                reasons=(),
                why="Because it is new.",
            )
            for id_, title in TITLES.items()
        )
        return Answer(
            decision_id="d1",
            model="popularity",
            personalised=True,
            items=list(items),
            allowed=3,
            withheld=[],
        )


async def found(words: str) -> list[str]:
    return [one.href for one in await Search(Engine()).find(ME, "c1", words, "en")]


async def test_a_part_of_a_title_finds_it_with_its_decision() -> None:
    assert await found("bond") == ["/read/a1?d=d1"]
    assert await found("定投") == ["/read/a2?d=d1"]
    assert await found("falling markt") == ["/read/a1?d=d1"]


async def test_nothing_like_it_finds_nothing() -> None:
    assert await found("mortgage") == []


async def test_a_single_letter_asks_nobody() -> None:
    engine = Engine()
    assert await Search(engine).find(ME, "c1", "b", "en") == ()
    assert engine.asked == []


async def test_each_link_says_why_it_may_be_shown() -> None:
    engine = Engine()
    link = (await Search(engine).find(ME, "c1", "bonds", "en"))[0]
    assert (link.title, link.why) == (TITLES["a1"], "Because it is new.")
    assert engine.asked == [("c1", LOOKED_THROUGH)]

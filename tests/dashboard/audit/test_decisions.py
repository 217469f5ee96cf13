"""Decisions are in the audit's chain: none can be altered or taken out unseen."""

import pytest
from sqlalchemy import text

from dashboard.audit.decisions import seal_decisions
from dashboard.audit.model import Verdict
from dashboard.audit.sealer import seal
from dashboard.audit.verification import verify
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import fill


async def decide(root: Root, times: int = 3) -> list[str]:
    ids = []
    for _ in range(times):
        root.engine.forget("c1")
        async with root.reading() as app:
            answer = await app.recommend.recommend(
                SYSTEM_ACTOR, "c1", ("product",), "home", 5, "en"
            )
        ids.append(answer.decision_id)
    return ids


@pytest.fixture
async def filled(root: Root) -> Root:
    """Give a Root with two customers and two products."""
    await fill(root)
    return root


async def sealed(root: Root, settled_seconds: float = -1.0) -> int:
    """Seal decisions that are so old; a negative age takes even those of this moment."""
    count = await seal_decisions(root.database, root.clock, settled_seconds=settled_seconds)
    await seal(root.database, root.anchors, root.clock)
    return count


async def verdict(root: Root) -> Verdict:
    return await verify(root.database, root.anchors)


async def execute(root: Root, statement: str, **values: object) -> None:
    async with root.database.writing() as session:
        await session.execute(text(statement), values)


async def test_every_decision_is_sealed_once(filled: Root) -> None:
    await decide(filled)
    assert await sealed(filled) == 3
    assert await sealed(filled) == 0
    await decide(filled, 2)
    assert await sealed(filled) == 2
    assert (await verdict(filled)).is_sound


async def test_an_altered_decision_is_named(filled: Root) -> None:
    ids = await decide(filled)
    await sealed(filled)
    body = {"body": b"something else", "at": "desk"}
    await execute(filled, "UPDATE decisions SET body = :body WHERE scenario <> :at", **body)
    messages = [one.message for one in (await verdict(filled)).faults]
    assert messages == [f"Decision {one} was altered." for one in ids]


async def test_a_decision_whose_digest_was_altered_too_is_found(filled: Root) -> None:
    await decide(filled)
    await sealed(filled)
    await execute(
        filled,
        "UPDATE decisions SET body = :body, digest = :digest",
        body=b"",
        digest=bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    )
    faults = (await verdict(filled)).faults
    assert [one.kind for one in faults] == ["decision"]


async def test_a_decision_that_was_taken_out_is_missed(filled: Root) -> None:
    await decide(filled)
    await sealed(filled)
    await execute(filled, "DELETE FROM decisions WHERE scenario = 'home'")
    assert [one.kind for one in (await verdict(filled)).faults] == ["decision"]


async def test_a_decision_of_this_moment_waits(filled: Root) -> None:
    await decide(filled)
    assert await sealed(filled, settled_seconds=60.0) == 0

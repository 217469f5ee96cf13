"""The audit: an entry that was altered, deleted or cut off is found and named."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.audit.anchors import AnchorFolder
from dashboard.audit.chain import link
from dashboard.audit.model import Verdict
from dashboard.audit.sealer import seal
from dashboard.audit.verification import verify
from dashboard.errors import NotAllowed, Unavailable
from dashboard.wiring import Root
from recommender.ports import SYSTEM_ACTOR
from tests.support.arrange import (
    NOW,
    a_compliance_officer,
    a_customer,
    a_reviewer,
    an_rm,
    rolled_back,
)


async def _record(root: Root, count: int = 10) -> None:
    async with root.writing() as app:
        for number in range(count):
            await app.audit.record(SYSTEM_ACTOR, "test", f"thing:{number}", {"名": number})


async def _sealed(root: Root, count: int = 10) -> None:
    await _record(root, count)
    await seal(root.database, root.anchors, root.clock)


async def _execute(root: Root, statement: str) -> None:
    async with root.database.writing() as session:
        await session.execute(text(statement))


async def _verdict(root: Root) -> Verdict:
    return await verify(root.database, root.anchors)


async def _found(root: Root) -> list[tuple[str, int | None]]:
    return [(one.kind, one.sequence) for one in (await _verdict(root)).faults]


async def test_an_untouched_record_is_sound(root: Root) -> None:
    await _sealed(root)
    await _sealed(root, 5)
    await _record(root, 2)
    verdict = await _verdict(root)
    assert (verdict.entries, verdict.unsealed, verdict.anchored) == (15, 2, 15)
    assert verdict.is_sound


async def test_an_altered_entry_is_named(root: Root) -> None:
    await _sealed(root)
    await _execute(root, "UPDATE audit_entries SET subject = 'thing:x' WHERE sequence = 4")
    assert await _found(root) == [("altered", 4)]


async def test_an_altered_entry_with_a_hash_that_fits_is_named(root: Root) -> None:
    await _sealed(root)
    await _execute(root, f"UPDATE audit_entries SET content_hash = '{'a' * 64}' WHERE sequence = 4")
    assert ("altered", 4) in await _found(root)


async def test_a_deleted_entry_is_named(root: Root) -> None:
    await _sealed(root)
    await _execute(root, "DELETE FROM audit_entries WHERE sequence = 4")
    assert ("deleted", 4) in await _found(root)


async def test_a_tail_that_was_cut_off_is_named_even_with_its_head(root: Root) -> None:
    await _sealed(root)
    await _execute(root, "DELETE FROM audit_entries WHERE sequence > 8")
    await _execute(root, "DELETE FROM audit_head")
    verdict = await _verdict(root)
    assert [(one.kind, one.sequence) for one in verdict.faults] == [("cut", 9)]
    assert "9 to 10" in verdict.faults[0].message


async def test_a_chain_that_was_written_anew_differs_from_its_anchor(root: Root) -> None:
    await _sealed(root, 3)
    async with root.reading() as app:
        page = await app.audit.page(SYSTEM_ACTOR, after=0, limit=3)
    chain = "0" * 64
    for entry in page.entries:
        forged = entry.hash if entry.sequence != 2 else "b" * 64
        chain = link(chain, entry.sequence, forged)
        await _execute(
            root,
            f"UPDATE audit_entries SET chain_hash = '{chain}', content_hash = '{forged}' "
            f"WHERE sequence = {entry.sequence}",
        )
    assert ("rewritten", 3) in await _found(root)


async def test_a_forged_anchor_is_named(root: Root) -> None:
    await _sealed(root)
    file = next(iter(root.settings.data_dir.glob("audit/anchors/*.jsonl")))
    line = json.loads(file.read_text())
    file.write_text(json.dumps(line | {"sequence": 5}) + "\n" + "not json\n")
    faults = (await _verdict(root)).faults
    assert [one.kind for one in faults] == ["anchor", "anchor"]
    assert f"{file.name}:1" in faults[0].message


async def test_a_commit_without_its_anchor_is_made_good_by_the_next_run(root: Root) -> None:
    await _record(root)
    async with root.writing() as app:
        await app.audit.seal()
    assert (await _verdict(root)).anchored == 0
    await seal(root.database, root.anchors, root.clock)
    assert (await _verdict(root)).anchored == 10


async def test_sealing_again_adds_no_anchor(root: Root) -> None:
    await _sealed(root)
    await seal(root.database, root.anchors, root.clock)
    assert len(list(root.anchors.read())) == 1
    assert AnchorFolder(root.settings.data_dir / "audit" / "anchors").last() == 10


async def test_an_entry_goes_with_its_change(root: Root) -> None:
    async with rolled_back(root) as app:
        await app.audit.record(SYSTEM_ACTOR, "test", "thing:1", {})
    assert (await _verdict(root)).unsealed == 0


async def test_more_entries_than_one_batch_are_sealed_in_one_run(root: Root) -> None:
    await _sealed(root, 2300)
    verdict = await _verdict(root)
    assert (verdict.entries, verdict.unsealed, verdict.is_sound) == (2300, 0, True)


async def test_only_compliance_reads_the_audit(root: Root) -> None:
    await _sealed(root)
    for actor in (a_customer(), an_rm("c1"), a_reviewer()):
        with pytest.raises(NotAllowed):
            async with root.reading() as app:
                await app.audit.page(actor, after=0, limit=10)
    async with root.reading() as app:
        officer = a_compliance_officer()
        first = await app.audit.page(officer, after=0, limit=6)
        rest = await app.audit.page(officer, after=first.next or 0, limit=6)
        narrowed = await app.audit.page(officer, after=0, limit=6, subject="thing:3")
    assert [one.sequence for one in first.entries + rest.entries] == list(range(1, 11))
    assert rest.next is None
    assert [one.detail for one in narrowed.entries] == [{"名": 3}]


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("00" * 32)
    key.chmod(0o644)
    with pytest.raises(Unavailable):
        AnchorFolder(tmp_path / "anchors").append(1, "a" * 64, NOW)


def test_a_new_key_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    AnchorFolder(tmp_path / "anchors").append(1, "a" * 64, NOW)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600

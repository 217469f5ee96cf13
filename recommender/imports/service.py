"""Imports: checked wholly, applied unseen in short chunks, closed at once, undone as one."""

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from recommender.catalogue.model import PRODUCT
from recommender.catalogue.snapshot import CatalogueCache
from recommender.commit import after_commit
from recommender.database import Database, new_id
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.imports.applying import (
    Chunk,
    Tools,
    apply,
    event_rows,
    keep_grades,
)
from recommender.imports.checking import Check
from recommender.imports.model import FILE_KINDS, Checked, FileKind, ImportReport, ImportView
from recommender.imports.pace import Pace
from recommender.imports.repository import touching
from recommender.imports.sources.base import Source
from recommender.imports.staging import chunks
from recommender.interactions.recent import RecentInteractions
from recommender.interactions.repository import new_events
from recommender.layers.states import CLOSED, OPEN, REMOVED, UNDONE
from recommender.ports import Actor, Clock

WRITE_SCOPE = "import:write"
CONSENT_SCOPE = "consents:write"
ABANDONED_AFTER = timedelta(minutes=1)
"""A running import moves every few milliseconds; one that rests so long was killed."""
LEFTOVER_SECONDS = 24 * 3600
TAKEN_BACK = "Somebody took this import back while it ran."
REFUSED, CHECKED = "refused", "checked"

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class ImportEngine:
    """What imports share within a process."""

    database: Database
    catalogue: CatalogueCache
    recent: RecentInteractions
    tools: Callable[[AsyncSession], Tools]
    folder: Path


@dataclass(frozen=True, slots=True)
class _Run:
    """What one import is made of."""

    actor: Actor
    source: Source
    folder: Path
    purposes: frozenset[str] | None
    progress: Progress


class ImportService:
    """Runs imports; each opens its own short transactions, so it is called outside of any."""

    def __init__(self, engine: ImportEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def run(
        self,
        actor: Actor,
        source: Source,
        *,
        dry_run: bool = False,
        purposes: frozenset[str] | None = None,
        progress: Progress | None = None,
    ) -> ImportReport:
        """Check the source and, unless something is wrong or it is a dry run, apply it.

        Args:
            actor: Needs the scope; for consents their scope too.
            source: What is moved in.
            dry_run: Check everything, write nothing.
            purposes: What customers allow of whom the source does not say it; None leaves it
                to the source.
            progress: Told the kind and the number of rows done, now and then.
        """
        _check_allowed(actor)
        assumed = (source.purposes or None) if purposes is None else purposes
        with self._staging() as name:
            run = _Run(actor, source, Path(name), assumed, progress or _silent)
            report = _report(await self._check(run), dry_run=dry_run)
            if report.consents and not actor.may(CONSENT_SCOPE):
                raise NotAllowed(f"Importing consents needs a key with the scope {CONSENT_SCOPE}.")
            return report if report.errors or dry_run else await self._apply(run, report)

    async def undo(self, actor: Actor, import_id: str) -> ImportView:
        """Take back an import: invisible at once, its rows removed in short chunks."""
        _check_allowed(actor)
        found = await self._get(import_id)
        if found.state == REMOVED:
            raise Conflict("This import has been taken back already.")
        if found.state != UNDONE:
            await self._take_back(actor, import_id, found.state)
        await self._remove(import_id)
        return await self._get(import_id)

    async def every(self, actor: Actor, limit: int = 20) -> list[ImportView]:
        """List the newest imports."""
        _check_allowed(actor)
        async with self._engine.database.reading() as session:
            return await self._engine.tools(session).imports.every(limit)

    async def sweep(self, actor: Actor) -> int:
        """Take back what was killed in the middle; return how many imports that were."""
        async with self._engine.database.reading() as session:
            imports = self._engine.tools(session).imports
            limit = self._clock.now() - ABANDONED_AFTER
            left = [id_ for id_, at in await imports.in_state(OPEN) if at < limit]
            left += [id_ for id_, at in await imports.in_state(UNDONE) if at < limit]
        for import_id in left:
            await self.undo(actor, import_id)
        self._drop_leftovers()
        return len(left)

    def _drop_leftovers(self) -> None:
        """Remove what killed imports staged: a folder that nobody wrote to for a day."""
        limit = time.time() - LEFTOVER_SECONDS
        for folder in self._engine.folder.glob("*/"):
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)

    async def _check(self, run: "_Run") -> Checked:
        known = set((await self._engine.catalogue.newest()).index)
        check = Check(known, self._clock.now(), run.folder, run.progress, run.purposes)
        return await asyncio.to_thread(check.run, run.source)

    async def _apply(self, run: "_Run", report: ImportReport) -> ImportReport:
        import_id = await self._begin(run.actor, report, run.source.title)
        try:
            stored = await self._write_all(run, import_id, report)
            await self._close(run.actor, import_id, report)
        except BaseException:
            await asyncio.shield(self.undo(run.actor, import_id))
            raise
        duplicates = report.rows.get("events", 0) - stored
        update = {"id": import_id, "state": CLOSED, "duplicates": duplicates}
        return report.model_copy(update=update)

    async def _begin(self, actor: Actor, report: ImportReport, source: str) -> str:
        await self.sweep(actor)
        begun = ImportView(
            id=new_id(),
            state=OPEN,
            source=source[:200],
            rows={str(kind): count for kind, count in report.rows.items()},
            created_by=actor.id,
            created_at=self._clock.now(),
        )
        async with self._engine.database.writing() as session:
            imports = self._engine.tools(session).imports
            if await imports.in_state(OPEN):
                raise Conflict("Another import runs; please wait until it is done.")
            await imports.begin(begun)
        return begun.id

    async def _write_all(self, run: "_Run", import_id: str, report: ImportReport) -> int:
        """Write every staged row and return how many events were new."""
        pace, new = Pace(), 0
        for kind in (one for one in FILE_KINDS if one in report.rows):
            done, staged = 0, chunks(run.folder, kind, pace)
            while chunk := await asyncio.to_thread(next, staged, None):
                if kind == "events":
                    new += await self._write_events(run.actor, chunk, import_id, pace)
                else:
                    await self._write(run.actor, kind, chunk, layer=import_id, pace=pace)
                done += len(chunk)
                run.progress(kind, done)
        return new

    async def _write_events(self, actor: Actor, chunk: Chunk, import_id: str, pace: Pace) -> int:
        """Write events as if none was known, in one go; where one is, look at each."""
        database = self._engine.database
        async with database.reading() as session:
            rows = await event_rows(self._engine.tools(session), chunk, import_id)
        statements = await asyncio.to_thread(new_events, rows, database.engine.dialect)
        guard = touching(import_id, self._clock.now())
        try:
            async with pace.chunk():
                if not await database.execute_all(statements, guard=guard):
                    raise Conflict(TAKEN_BACK)
        except IntegrityError:
            return await self._write(actor, "events", chunk, layer=import_id, pace=pace)
        return len(rows)

    async def _write(
        self, actor: Actor, kind: FileKind, chunk: Chunk, *, layer: str, pace: Pace
    ) -> int:
        async with pace.chunk(), self._engine.database.writing() as session:
            tools = self._engine.tools(session)
            if not await tools.imports.touch(layer, self._clock.now()):
                raise Conflict(TAKEN_BACK)
            return await apply(tools, actor, kind, chunk, layer)

    async def _close(self, actor: Actor, import_id: str, report: ImportReport) -> None:
        async with self._engine.database.writing() as session:
            tools = self._engine.tools(session)
            if not await tools.imports.move(import_id, OPEN, CLOSED, self._clock.now()):
                raise Conflict(TAKEN_BACK)
            if report.rows.keys() & {"products", "contents"}:
                await tools.items.rise()
            detail = {"rows": dict(report.rows), "consents": report.consents}
            await tools.audit.record(actor, "import.close", f"import:{import_id}", detail)
            after_commit(session, lambda: self._forget(tools))

    async def _take_back(self, actor: Actor, import_id: str, state: str) -> None:
        async with self._engine.database.writing() as session:
            tools = self._engine.tools(session)
            products = await tools.items.of_layer(import_id, PRODUCT)
            before = await tools.items.many(PRODUCT, products)
            if not await tools.imports.move(import_id, state, UNDONE, self._clock.now()):
                raise Conflict("Somebody else changed this import; please try again.")
            await keep_grades(tools, before)
            await tools.items.rise()
            await tools.audit.record(actor, "import.undo", f"import:{import_id}", {})
            after_commit(session, lambda: self._forget(tools))

    async def _remove(self, import_id: str) -> None:
        pace, removed = Pace(), 1
        while removed:
            async with pace.chunk(), self._engine.database.writing() as session:
                tools = self._engine.tools(session)
                removed = await tools.imports.remove_some(import_id, pace.rows)
                removed = removed or await tools.consents.remove(import_id, pace.rows)
        async with self._engine.database.writing() as session:
            imports = self._engine.tools(session).imports
            await imports.move(import_id, UNDONE, REMOVED, self._clock.now())

    async def _get(self, import_id: str) -> ImportView:
        async with self._engine.database.reading() as session:
            imports = self._engine.tools(session).imports
            found = await imports.get(import_id) if _is_uuid(import_id) else None
        if found is None:
            raise NotFound("There is no such import.")
        return found

    def _forget(self, tools: Tools) -> None:
        tools.consents.forget()
        self._engine.catalogue.drop()
        self._engine.recent.clear()

    def _staging(self) -> "TemporaryDirectory[str]":
        self._engine.folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=self._engine.folder)


def _report(checked: Checked, *, dry_run: bool) -> ImportReport:
    return ImportReport(
        dry_run=dry_run,
        state=REFUSED if checked.errors else CHECKED,
        rows=dict(checked.rows),
        consents=checked.consents,
        left_out=dict(checked.left_out),
        errors=list(checked.errors),
    )


def _silent(kind: str, rows: int) -> None:
    """Tell nobody."""


def _check_allowed(actor: Actor) -> None:
    if not actor.may(WRITE_SCOPE):
        raise NotAllowed(f"Imports need a key with the scope {WRITE_SCOPE}.")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True

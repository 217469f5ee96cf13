"""Imports: checked wholly, applied unseen in short chunks, closed at once, undone as one."""

import asyncio
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from recommender.catalogue.model import PRODUCT
from recommender.catalogue.snapshot import CatalogueCache
from recommender.commit import after_commit
from recommender.database import Database, new_id
from recommender.errors import Conflict, NotAllowed, NotFound
from recommender.imports.applying import Chunk, Tools, apply, keep_grades
from recommender.imports.checking import SEPARATOR, Check, staged
from recommender.imports.model import FILE_KINDS, Checked, FileKind, Files, ImportReport, ImportView
from recommender.imports.pace import Pace
from recommender.imports.shapes import SHAPES
from recommender.interactions.recent import RecentInteractions
from recommender.layers.states import CLOSED, OPEN, REMOVED, UNDONE
from recommender.ports import Actor, Clock

WRITE_SCOPE = "import:write"
ABANDONED_AFTER = timedelta(minutes=1)
"""A running import moves every few milliseconds; one that rests so long was killed."""
LEFTOVER_SECONDS = 24 * 3600
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


class ImportService:
    """Runs imports; each opens its own short transactions, so it is called outside of any."""

    def __init__(self, engine: ImportEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def run(
        self, actor: Actor, files: Files, *, source: str, dry_run: bool, progress: Progress
    ) -> ImportReport:
        """Check the files and, unless something is wrong or it is a dry run, apply them."""
        _check_allowed(actor)
        with self._staging() as name:
            folder = Path(name)
            checked = await self._check(files, folder, progress)
            report = ImportReport(
                dry_run=dry_run, rows=dict(checked.rows), errors=list(checked.errors)
            )
            if checked.errors or dry_run:
                state = REFUSED if checked.errors else CHECKED
                return report.model_copy(update={"state": state})
            return await self._apply(actor, report, folder, source, progress)

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

    async def _check(self, files: Files, folder: Path, progress: Progress) -> Checked:
        known = set((await self._engine.catalogue.newest()).index)
        check = Check(known, self._clock.now(), folder, progress)
        return await asyncio.to_thread(check.run, files)

    async def _apply(
        self, actor: Actor, report: ImportReport, folder: Path, source: str, progress: Progress
    ) -> ImportReport:
        import_id = await self._begin(actor, report, source)
        try:
            stored = await self._write_all(actor, import_id, report, folder, progress)
            await self._close(actor, import_id, report)
        except BaseException:
            await asyncio.shield(self.undo(actor, import_id))
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

    async def _write_all(
        self, actor: Actor, import_id: str, report: ImportReport, folder: Path, progress: Progress
    ) -> int:
        """Write every staged row and return how many events were new."""
        pace, new_events = Pace(), 0
        for kind in (one for one in FILE_KINDS if one in report.rows):
            done = 0
            for chunk in _chunks(staged(folder, kind), kind, pace):
                async with pace.chunk(), self._engine.database.writing() as session:
                    tools = self._engine.tools(session)
                    if not await tools.imports.touch(import_id, self._clock.now()):
                        raise Conflict("Somebody took this import back while it ran.")
                    new = await apply(tools, actor, kind, chunk, import_id)
                new_events += new if kind == "events" else 0
                done += len(chunk)
                progress(kind, done)
        return new_events

    async def _close(self, actor: Actor, import_id: str, report: ImportReport) -> None:
        async with self._engine.database.writing() as session:
            tools = self._engine.tools(session)
            if not await tools.imports.move(import_id, OPEN, CLOSED, self._clock.now()):
                raise Conflict("Somebody took this import back while it ran.")
            await tools.items.rise()
            detail = {"rows": dict(report.rows)}
            await tools.audit.record(actor, "import.close", f"import:{import_id}", detail)
            after_commit(session, self._forget)

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
            after_commit(session, self._forget)

    async def _remove(self, import_id: str) -> None:
        pace, removed = Pace(), 1
        while removed:
            async with pace.chunk(), self._engine.database.writing() as session:
                imports = self._engine.tools(session).imports
                removed = await imports.remove_some(import_id, pace.rows)
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

    def _forget(self) -> None:
        self._engine.catalogue.drop()
        self._engine.recent.clear()

    def _staging(self) -> "TemporaryDirectory[str]":
        self._engine.folder.mkdir(parents=True, exist_ok=True)
        return TemporaryDirectory(dir=self._engine.folder)


def _check_allowed(actor: Actor) -> None:
    if not actor.may(WRITE_SCOPE):
        raise NotAllowed(f"Imports need a key with the scope {WRITE_SCOPE}.")


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _chunks(path: Path, kind: FileKind, pace: Pace) -> Iterator[Chunk]:
    model = SHAPES[kind].model
    with path.open(encoding="utf-8") as file:
        while lines := list(islice(file, pace.rows)):
            cut = (line.partition(SEPARATOR) for line in lines)
            yield [(key, model.model_validate_json(body)) for key, _, body in cut]

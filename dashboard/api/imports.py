"""Bulk import: files are checked wholly, then all of them count or none."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import anyio.to_thread
from fastapi import APIRouter, File, Query, UploadFile

from dashboard import wiring
from dashboard.api.base import Call, reads
from dashboard.errors import Invalid
from recommender.imports.model import FileKind, ImportReport, ImportView
from recommender.imports.service import WRITE_SCOPE

router = APIRouter(prefix="/api/v1/import", tags=["import"])
Importing = Annotated[Call, reads(scope=WRITE_SCOPE)]
"""`reads` because an import opens its own short transactions."""
Upload = Annotated[UploadFile | None, File()]


@router.post("")
async def run_import(
    call: Importing,
    *,
    customers: Upload = None,
    products: Upload = None,
    contents: Upload = None,
    events: Upload = None,
    dry_run: Annotated[bool, Query()] = False,
) -> ImportReport:
    """Import CSV files; 422 names every wrong line, and then nothing was written."""
    given: dict[FileKind, UploadFile | None] = {
        "customers": customers,
        "products": products,
        "contents": contents,
        "events": events,
    }
    uploads = {kind: upload for kind, upload in given.items() if upload is not None}
    if not uploads:
        raise Invalid("Send at least one file: customers, products, contents or events.")
    with TemporaryDirectory() as folder:
        files = await anyio.to_thread.run_sync(_stored, Path(folder), uploads)
        report = await wiring.root().imports.run(
            call.actor, files, source="API", dry_run=dry_run, progress=_silent
        )
    if report.errors:
        details = [one.model_dump() for one in report.errors]
        raise Invalid("Some lines are wrong; nothing was written.", details=details)
    return report


@router.get("")
async def list_imports(call: Importing) -> list[ImportView]:
    """List the newest imports."""
    return await wiring.root().imports.every(call.actor)


@router.post("/{import_id}/undo")
async def undo_import(call: Importing, import_id: str) -> ImportView:
    """Take an import back."""
    return await wiring.root().imports.undo(call.actor, import_id)


def _stored(folder: Path, uploads: Mapping[FileKind, UploadFile]) -> dict[FileKind, Path]:
    """Copy uploads to files of our own naming."""
    files: dict[FileKind, Path] = {}
    for kind, upload in uploads.items():
        files[kind] = folder / f"{kind}.csv"
        with files[kind].open("wb") as out:
            shutil.copyfileobj(upload.file, out)
    return files


def _silent(what: str, rows: int) -> None:
    """Tell nobody: the answer tells all."""

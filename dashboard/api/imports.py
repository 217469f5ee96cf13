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
from recommender.imports.purposes import parse_actions, parse_purposes
from recommender.imports.service import WRITE_SCOPE
from recommender.imports.sources import named
from recommender.imports.sources.base import Given, Source

router = APIRouter(prefix="/api/v1/import", tags=["import"])
Importing = Annotated[Call, reads(scope=WRITE_SCOPE)]
"""`reads` because an import opens its own short transactions."""
Upload = Annotated[UploadFile | None, File()]
Uploads = Mapping[str, UploadFile | None]


@router.post("")
async def run_import(
    call: Importing,
    *,
    customers: Upload = None,
    products: Upload = None,
    contents: Upload = None,
    events: Upload = None,
    file: Annotated[UploadFile | None, File(description="Where the format is one file.")] = None,
    users: Annotated[UploadFile | None, File(description="Gorse's export.")] = None,
    items: Annotated[UploadFile | None, File(description="Gorse's export.")] = None,
    feedback: Annotated[UploadFile | None, File(description="Gorse's export.")] = None,
    format: Annotated[str, Query(description="csv, jsonl, parquet or gorse.")] = "csv",
    into: Annotated[FileKind | None, Query(description="What rows of one file are.")] = None,
    action: Annotated[tuple[str, ...], Query(description="type=action, or type=skip.")] = (),
    consents: Annotated[
        str | None, Query(description="What customers allow where the files do not say.")
    ] = None,
    dry_run: Annotated[bool, Query()] = False,
) -> ImportReport:
    """Import files; 422 names every wrong line, and then nothing was written."""
    uploads = {
        "": file,
        **{"customers": customers, "products": products, "contents": contents, "events": events},
        **{"users": users, "items": items, "feedback": feedback},
    }
    source = _source(format)
    purposes, actions = parse_purposes(consents), parse_actions(action)
    with TemporaryDirectory() as folder:
        files = await anyio.to_thread.run_sync(_stored, Path(folder), uploads)
        report = await wiring.root().imports.run(
            call.actor, source(Given(files, into, actions)), dry_run=dry_run, purposes=purposes
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


def _source(name: str) -> type[Source]:
    source = named(name)
    if source.takes_folder:
        raise Invalid(f"A folder is imported on the machine: companion import {name} FOLDER.")
    return source


def _stored(folder: Path, uploads: Uploads) -> dict[str, Path]:
    """Copy uploads to files of our own naming."""
    files: dict[str, Path] = {}
    for name, upload in uploads.items():
        if upload is not None:
            files[name] = folder / (name or "file")
            with files[name].open("wb") as out:
                shutil.copyfileobj(upload.file, out)
    return files

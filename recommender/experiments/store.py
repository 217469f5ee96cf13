"""Model artefacts: a folder of .npy files and a manifest with checksums, written last."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from recommender.errors import RecommenderError
from recommender.fusion import Fusion
from recommender.interest import ItemKey
from recommender.surfaces import SURFACES, Blend, SurfaceModel
from recommender.transfer import Transfer

FORMAT = 2
MANIFEST = "manifest.json"
BLOCK_BYTES = 1 << 20
UNREADABLE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)
"""What reading a manifest or arrays of another shape than ours may raise."""


class ArtefactBroken(RecommenderError):
    """A stored model is missing, cut short or changed."""

    status = 503
    title = "The model cannot be read"


@dataclass(frozen=True, eq=False)
class Artefact:
    """A stored model, opened: arrays are memory-mapped.

    Attributes:
        manifest: What was trained on which data, with the report of the training.
        models: Fitted surfaces by name.
    """

    folder: Path
    manifest: Mapping[str, Any]
    models: Mapping[str, SurfaceModel]


def write_artefact(
    folder: Path, models: Mapping[str, SurfaceModel], facts: Mapping[str, Any]
) -> None:
    """Write a model so that it is there completely or not at all.

    Args:
        folder: Must not exist.
        models: Fitted surfaces by name.
        facts: JSON for the manifest: report, data hash, seed.

    Raises:
        ArtefactBroken: The folder exists already.
    """
    if folder.exists():
        raise ArtefactBroken("A model is already stored under this name; train a new one.")
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        described = {name: _write_surface(partial / name, one) for name, one in models.items()}
        _write_manifest(partial, {**facts, "format": FORMAT, "surfaces": described})
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    _sync_folder(folder.parent)


def open_artefact(folder: Path) -> Artefact:
    """Open a stored model after checking every file.

    Raises:
        ArtefactBroken: Something is missing, cut short, changed or of another format.
    """
    manifest = _read_manifest(folder)
    try:
        for name, known in manifest["files"].items():
            _check(folder / name, known)
        models = {
            name: _read_surface(folder / name, described)
            for name, described in manifest["surfaces"].items()
        }
    except UNREADABLE as error:
        raise ArtefactBroken("The stored model does not fit this version: train again.") from error
    return Artefact(folder, manifest, models)


def _write_surface(folder: Path, model: SurfaceModel) -> dict[str, Any]:
    folder.mkdir()
    np.save(folder / "priors.npy", model.priors, allow_pickle=False)
    (folder / "items.json").write_text(json.dumps(_pairs(model.items)), encoding="utf-8")
    if model.fusion is not None:
        model.fusion.save(folder / "fusion")
    if model.transfer is not None:
        model.transfer.save(folder / "transfer")
    return {
        "segments": list(model.segment_names),
        "personal": model.fusion is not None,
        "transfer": _pairs(model.transfer.items) if model.transfer else None,
        "blend": asdict(model.blend),
        "half_life_days": model.half_life_days,
    }


def _pairs(items: Sequence[ItemKey]) -> list[list[str]]:
    return [[item.kind, item.id] for item in items]


def _keys(stored: Sequence[Sequence[str]]) -> tuple[ItemKey, ...]:
    return tuple(ItemKey(kind, item_id) for kind, item_id in stored)


def _read_surface(folder: Path, described: Mapping[str, Any]) -> SurfaceModel:
    stored = json.loads((folder / "items.json").read_text(encoding="utf-8"))
    moved = described["transfer"]
    return SurfaceModel(
        surface=SURFACES[folder.name],
        items=_keys(stored),
        fusion=Fusion.load(folder / "fusion") if described["personal"] else None,
        priors=np.load(folder / "priors.npy", mmap_mode="r"),
        segment_names=tuple(described["segments"]),
        blend=Blend(**described["blend"]),
        transfer=Transfer.load(folder / "transfer", _keys(moved)) if moved else None,
        half_life_days=float(described["half_life_days"]),
    )


def _write_manifest(folder: Path, facts: Mapping[str, Any]) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    known = {path.relative_to(folder).as_posix(): _describe(path) for path in files}
    text = json.dumps({**facts, "files": known}, indent=1, sort_keys=True)
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    for path in [*files, folder / MANIFEST]:
        with path.open("rb") as file:
            os.fsync(file.fileno())


def _read_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError as error:
        raise ArtefactBroken("The stored model is missing: train again.") from error
    except ValueError as error:
        raise ArtefactBroken("The stored model's manifest is damaged: train again.") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ArtefactBroken("The stored model is of another format: train again.")
    return manifest


def _check(path: Path, known: Mapping[str, Any]) -> None:
    try:
        found = _describe(path)
    except OSError as error:
        raise ArtefactBroken(f"A file of the model is missing ({path.name}).") from error
    if found["bytes"] != known["bytes"]:
        raise ArtefactBroken(f"A file of the model is cut short ({path.name}).")
    if found["sha256"] != known["sha256"]:
        raise ArtefactBroken(f"A file of the model was changed ({path.name}).")


def _describe(path: Path) -> dict[str, Any]:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK_BYTES):
            digest.update(block)
    return {"bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.algorithms import named
from recommender.experiments.store import (
    MANIFEST,
    ArtefactBroken,
    open_artefact,
    write_artefact,
)
from recommender.fusion import Fusion, Member, fit_fusion
from recommender.surfaces import PRODUCTS, Blend, SurfaceModel
from tests.support.matrices import grouped, rows_of

BLEND = Blend(0.1, 1.0, link_weight=1.0, now_weight=0.5, by_segment=False)


def model(algorithm: str = "ease") -> SurfaceModel:
    dataset = grouped()
    members = [Member(algorithm, named(algorithm).config_type())]
    fusion: Fusion = fit_fusion(members, dataset, seed=1)
    priors = np.ones((1, 12), np.float32)
    return SurfaceModel(PRODUCTS, dataset.items, fusion, priors, (), BLEND)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_artefact(tmp_path / "m", {"product": model()}, {"seed": 7, "data_hash": "abc"})
    return tmp_path / "m"


@pytest.mark.parametrize("algorithm", ["als", "ease", "item_item", "rp3beta"])
def test_stored_model_scores_as_before(algorithm: str, tmp_path: Path) -> None:
    original = model(algorithm)
    write_artefact(tmp_path / "m", {"product": original}, {})
    opened = open_artefact(tmp_path / "m").models["product"]
    history = rows_of({0: 1.0, 8: 1.0}, items=12)
    np.testing.assert_array_equal(opened.collaborative(history), original.collaborative(history))
    assert opened.items == original.items
    assert opened.blend == BLEND


def test_half_life_and_history_groups_are_stored(tmp_path: Path) -> None:
    plain = model()
    ease = Member("ease", named("ease").config_type())
    fusion = fit_fusion([ease], grouped(), seed=1, groups={"1": (replace(ease, weight=0.25),)})
    original = replace(plain, fusion=fusion, half_life_days=90.0)
    write_artefact(tmp_path / "m", {"product": original}, {})
    opened = open_artefact(tmp_path / "m").models["product"]
    assert opened.half_life_days == 90.0
    assert opened.fusion is not None
    assert opened.fusion.groups == {"1": (0.25,)}


def test_arrays_are_mapped_not_read(folder: Path) -> None:
    assert isinstance(open_artefact(folder).models["product"].priors, np.memmap)


def test_manifest_names_facts_and_every_file(folder: Path) -> None:
    manifest = open_artefact(folder).manifest
    assert (manifest["seed"], manifest["data_hash"]) == (7, "abc")
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(manifest["files"]) == files - {MANIFEST}


def test_surface_without_a_personal_model_is_stored(tmp_path: Path) -> None:
    popular = SurfaceModel(PRODUCTS, grouped().items, None, np.ones((1, 12), np.float32), (), BLEND)
    write_artefact(tmp_path / "m", {"product": popular}, {})
    opened = open_artefact(tmp_path / "m").models["product"]
    assert opened.fusion is None
    assert not opened.collaborative(rows_of({0: 1.0}, items=12)).any()


def test_stored_model_is_never_overwritten(folder: Path) -> None:
    with pytest.raises(ArtefactBroken, match="already stored"):
        write_artefact(folder, {"product": model()}, {})


def test_failed_write_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        write_artefact(tmp_path / "m", {"product": model()}, {"facts": object()})
    assert list(tmp_path.iterdir()) == []


def damage_bytes(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(bytes(data))


def test_every_changed_cut_or_missing_file_is_noticed(folder: Path) -> None:
    damages = {
        "changed": damage_bytes,
        "cut short": lambda path: path.write_bytes(path.read_bytes()[:-5]),
        "missing": lambda path: path.unlink(),
    }
    for path in sorted(path for path in folder.rglob("*") if path.name != MANIFEST):
        if path.is_dir():
            continue
        whole = path.read_bytes()
        for message, damage in damages.items():
            damage(path)
            with pytest.raises(ArtefactBroken, match=message):
                open_artefact(folder)
            path.write_bytes(whole)
    assert open_artefact(folder).models


@pytest.mark.parametrize(
    ("text", "message"),
    [("{", "damaged"), ("[]", "another format"), ('{"format": 99}', "another format")],
)
def test_wrong_manifest_is_refused(folder: Path, text: str, message: str) -> None:
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    with pytest.raises(ArtefactBroken, match=message):
        open_artefact(folder)


def test_manifest_of_another_version_is_refused(folder: Path) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    manifest["surfaces"]["product"]["blend"] = {"unheard": 1}
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArtefactBroken, match="train again"):
        open_artefact(folder)


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtefactBroken, match="missing"):
        open_artefact(tmp_path / "gone")


@pytest.mark.parametrize("where", [("files",), ("surfaces",), ("surfaces", "product", "blend")])
@pytest.mark.parametrize("instead", [None, 7, "x", [], [1], {"a": None}])
def test_a_manifest_of_any_other_shape_is_refused(
    folder: Path, where: tuple[str, ...], instead: object
) -> None:
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    inner = manifest
    for name in where[:-1]:
        inner = inner[name]
    inner[where[-1]] = instead
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ArtefactBroken):
        open_artefact(folder)

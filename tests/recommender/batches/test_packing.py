"""Packed lists: what goes in comes out, and nothing else is read."""

import numpy as np
import pytest

from recommender.batches.packing import BatchList, ListBroken, Listed, pack, unpack
from recommender.database import new_id

CATALOGUE = "00ff" * 8


def listed(*positions: int) -> Listed:
    falling = np.linspace(3.0, -1.0, len(positions), dtype=np.float16)
    return Listed(np.array(positions, np.uint32), falling)


MADE = BatchList(new_id(), CATALOGUE, {"product": listed(7, 70_000, 2), "content": listed(1)})


def test_a_list_comes_out_as_it_went_in() -> None:
    found = unpack(pack(MADE), CATALOGUE)
    assert (found.model_id, found.catalogue) == (MADE.model_id, CATALOGUE)
    assert list(found.lists) == ["product", "content"]
    for kind, one in MADE.lists.items():
        assert found.lists[kind].positions.tolist() == one.positions.tolist()
        assert found.lists[kind].scores.tolist() == one.scores.tolist()


def test_fifty_products_and_thirty_contents_are_518_bytes() -> None:
    lists = {"product": listed(*range(50)), "content": listed(*range(30))}
    assert len(pack(BatchList(MADE.model_id, CATALOGUE, lists))) == 518


def test_a_list_of_nothing_is_a_list() -> None:
    empty = BatchList(MADE.model_id, CATALOGUE, {"product": listed()})
    assert len(unpack(pack(empty), CATALOGUE).lists["product"].positions) == 0


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(ListBroken, match="another version"):
        unpack(b"\x02" + pack(MADE)[1:], CATALOGUE)


def test_positions_on_another_catalogue_are_refused() -> None:
    with pytest.raises(ListBroken, match="another catalogue"):
        unpack(pack(MADE), "ff00" * 8)


def test_a_list_cut_short_anywhere_or_too_long_is_refused() -> None:
    body = pack(MADE)
    for broken in [*(body[:length] for length in range(len(body))), body + b"\x00"]:
        with pytest.raises(ListBroken):
            unpack(broken, CATALOGUE)


def test_an_unknown_kind_is_refused() -> None:
    body = bytearray(pack(MADE))
    body[34] = 9
    with pytest.raises(ListBroken):
        unpack(bytes(body), CATALOGUE)

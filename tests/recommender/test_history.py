import numpy as np

from recommender.history import GROUPS, group_of, in_group


def test_customers_belong_to_one_group_by_history() -> None:
    lengths = np.array([1, 2, 5, 6, 99])
    inside = np.stack([in_group(lengths, bounds) for bounds in GROUPS.values()])
    assert inside.sum(axis=0).tolist() == [1] * 5
    assert inside.argmax(axis=0).tolist() == [0, 1, 1, 2, 2]


def test_single_history_finds_its_group() -> None:
    assert [group_of(length) for length in (0, 1, 2, 5, 6, 400)] == [
        None,
        "1",
        "2-5",
        "2-5",
        "6+",
        "6+",
    ]

import numpy as np

from recommender.dataset import Dataset
from recommender.holdout import (
    MOST_USERS,
    Holdout,
    Holdouts,
    chunks,
    is_dated,
    make_holdouts,
    parts_for,
    with_older_parts,
)
from tests.support.banks import Bank
from tests.support.matrices import dataset_of, grouped


def parts_of(holdouts: Holdouts) -> list[Holdout]:
    return [*holdouts.choice, *holdouts.fresh]


def labels_of(holdout: Holdout) -> set[tuple[int, int]]:
    rows, columns = holdout.labels.nonzero()
    return {
        (int(holdout.rows[row]), int(column)) for row, column in zip(rows, columns, strict=True)
    }


def dated(users: int = 80) -> Dataset:
    chance = np.random.default_rng(0)
    pairs = [(user, int(item)) for user in range(users) for item in chance.permutation(15)[:6]]
    return dataset_of(pairs, items=15, ages=chance.uniform(0, 300, len(pairs)).tolist())


def test_label_is_never_in_the_training_set() -> None:
    for dataset in (grouped(), dated()):
        for holdout in parts_of(make_holdouts(dataset, seed=1)):
            train = holdout.train.user_items
            assert labels_of(holdout)
            assert all(train[user, item] == 0 for user, item in labels_of(holdout))


def test_holdouts_do_not_share_labels() -> None:
    for dataset in (grouped(), dated()):
        all_labels = [labels_of(one) for one in parts_of(make_holdouts(dataset, seed=1))]
        assert sum(map(len, all_labels)) == len(set.union(*all_labels))


def test_dated_data_is_split_by_time() -> None:
    dataset = dated()
    assert is_dated(dataset, np.ones(15, bool))
    newest_known = []
    for holdout in parts_of(make_holdouts(dataset, seed=1)):
        known = float(holdout.train.events.ages_days.min())
        ages = dict(
            zip(
                zip(dataset.events.rows.tolist(), dataset.events.columns.tolist(), strict=True),
                dataset.events.ages_days.tolist(),
                strict=True,
            )
        )
        assert all(ages[pair] < known for pair in labels_of(holdout))
        newest_known.append(known)
    assert newest_known == sorted(newest_known, reverse=True)


def test_windows_without_known_users_give_way_to_random_pairs() -> None:
    """Everybody came on one day and never again: no window has a user with a history."""
    pairs = [(user, item) for user in range(200) for item in (user % 5, 5 + user % 4, 9)]
    ages = [float(user % 100) for user in range(200) for _ in range(3)]
    holdouts = make_holdouts(dataset_of(pairs, items=10, ages=ages), seed=1)
    assert is_dated(dataset_of(pairs, items=10, ages=ages), np.ones(10, bool))
    assert holdouts.can_decide


def test_small_data_uses_all_its_parts_and_large_data_few() -> None:
    small = make_holdouts(grouped(), seed=1)
    pairs = [(user, item) for user in range(9_000) for item in (user % 7, 7 + user % 5, 12)]
    large = make_holdouts(dataset_of(pairs, items=13), seed=1)
    assert (len(small.choice), len(small.fresh)) == (3, 7)
    assert (len(large.choice), len(large.fresh)) == (3, 3)
    assert parts_for(1_000_000) == (2, 1)


def test_windows_of_few_users_get_help_from_what_is_older() -> None:
    windows = make_holdouts(dated(users=150), seed=1)
    helped = with_older_parts(windows, dated(users=150), seed=1)
    assert len(helped.choice) > len(windows.choice)
    assert len(helped.fresh) > len(windows.fresh)
    all_labels = [labels_of(one) for one in parts_of(helped)]
    assert sum(map(len, all_labels)) == len(set.union(*all_labels))
    for holdout in parts_of(helped):
        train = holdout.train.user_items
        assert all(train[user, item] == 0 for user, item in labels_of(holdout))


def test_windows_of_many_users_and_random_parts_need_no_help() -> None:
    undated = make_holdouts(grouped(), seed=1)
    assert with_older_parts(undated, grouped(), seed=1) is undated
    windows = make_holdouts(dated(users=900), seed=1)
    assert with_older_parts(windows, dated(users=900), seed=1) is windows


def test_undated_data_is_split_at_random_and_the_same_way_again() -> None:
    first, second = (parts_of(make_holdouts(grouped(), seed=4)) for _ in range(2))
    other = parts_of(make_holdouts(grouped(), seed=5))
    assert [labels_of(one) for one in first] == [labels_of(one) for one in second]
    assert [labels_of(one) for one in first] != [labels_of(one) for one in other]


def test_judged_user_has_a_history() -> None:
    for holdout in parts_of(make_holdouts(dated(), seed=1)):
        assert (np.diff(holdout.histories.indptr) > 0).all()
        assert (holdout.relevant > 0).all()


def test_only_the_wanted_kinds_are_labels() -> None:
    dataset = Bank(customers=100).dataset()
    for holdout in parts_of(make_holdouts(dataset, seed=1, kinds=["content"])):
        assert {dataset.items[column].kind for _, column in labels_of(holdout)} == {"content"}
        assert holdout.ranked.sum() == 30


def test_large_holdout_is_sampled() -> None:
    pairs = [(user, item) for user in range(9_000) for item in (user % 7, 7 + user % 5, 12)]
    for holdout in parts_of(make_holdouts(dataset_of(pairs, items=13), seed=1)):
        assert len(holdout.rows) <= MOST_USERS


def test_chunks_cover_every_row_once() -> None:
    assert chunks(5, 2) == [slice(0, 2), slice(2, 4), slice(4, 5)]
    assert chunks(0, 2) == []

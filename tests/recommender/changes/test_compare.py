from recommender.changes.compare import Difference, differences
from recommender.changes.model import hash_of


def test_equal_contents_do_not_differ():
    assert differences({"a": 1, "b": {"c": [1]}}, {"b": {"c": [1]}, "a": 1}) == []


def test_nested_fields_are_named_with_dots():
    found = differences({"title": {"en": "Old", "zh": "旧"}}, {"title": {"en": "New", "zh": "旧"}})
    assert found == [Difference("title.en", "Old", "New")]


def test_a_missing_field_is_shown_as_absent_on_its_side():
    assert differences({"a": 1}, {"b": 2}) == [Difference("a", 1, None), Difference("b", None, 2)]


def test_the_hash_ignores_the_order_of_fields_and_sees_every_value():
    assert hash_of({"a": 1, "b": "利"}) == hash_of({"b": "利", "a": 1})
    assert hash_of({"a": 1}) != hash_of({"a": "1"})

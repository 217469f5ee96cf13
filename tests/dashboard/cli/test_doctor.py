"""`companion doctor --widgets`: the tier of every kind, and what the next one wants."""

import json

from widgets.registry import catalogue


def test_every_kind_has_a_tier_and_says_what_is_missing(companion):
    done = companion("doctor", "--widgets", "--json")
    found = {one["kind"]: one for one in json.loads(done.stdout)}
    assert set(found) == set(catalogue())
    assert all(one["tier"] == "gold" or one["missing"] for one in found.values())


def test_list_for_people_names_every_kind(companion):
    lines = companion("doctor", "--widgets").stdout.splitlines()
    assert {line.split()[1] for line in lines} == set(catalogue())

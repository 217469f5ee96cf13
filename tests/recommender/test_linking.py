from recommender.linking import NO_LINKS, Links


def test_links_are_found_from_both_ends() -> None:
    links = Links([("a1", "p1", 1.0), ("a1", "p2", 0.5)])
    assert links.products_of("a1") == {"p1": 1.0, "p2": 0.5}
    assert links.contents_of("p2") == {"a1": 0.5}


def test_strength_is_kept_between_0_and_1_and_the_strongest_counts() -> None:
    links = Links([("a", "p", 0.2), ("a", "p", 7.0), ("a", "p", 0.4)])
    assert links.pairs() == [("a", "p", 1.0)]


def test_link_without_strength_is_none() -> None:
    assert not Links([("a", "p", 0.0), ("a", "q", -1.0)])
    assert not NO_LINKS
    assert NO_LINKS.products_of("a") == {}

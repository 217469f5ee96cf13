"""A customer's interactions with what scores and reasons read of them, worked out once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import overload

from recommender.dataset import MOST_HALVINGS, SECONDS_A_DAY, age_in_days
from recommender.interest import PRODUCT, Interaction, ItemKey, is_reading, weigh


class Past(Sequence[Interaction]):
    """Interactions of one customer, in any order."""

    def __init__(self, events: Sequence[Interaction] = ()) -> None:
        self._events = tuple(events)
        self._joined: tuple[frozenset[str], datetime, Past] | None = None

    def __reduce__(self) -> tuple[type["Past"], tuple[Sequence[Interaction]]]:
        """Leave behind what was worked out when another process gets a copy."""
        return Past, (self._events,)

    @overload
    def __getitem__(self, index: int) -> Interaction: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Interaction, ...]: ...

    def __getitem__(self, index: int | slice) -> Interaction | tuple[Interaction, ...]:
        return self._events[index]

    def __len__(self) -> int:
        return len(self._events)

    def __iter__(self) -> Iterator[Interaction]:
        return iter(self._events)

    @cached_property
    def weights(self) -> Mapping[ItemKey, float]:
        """The summed interest in each item, above 0."""
        weights: dict[ItemKey, float] = {}
        for event in self._events:
            weight = weigh(event)
            if weight > 0:
                weights[event.item] = weights.get(event.item, 0.0) + weight
        return weights

    def weights_at(self, now: datetime, half_life_days: float) -> Mapping[ItemKey, float]:
        """Return the summed interest, an event a half-life ago counting half; 0: none fades."""
        if half_life_days <= 0:
            return self.weights
        weights: dict[ItemKey, float] = {}
        for event in self._events:
            weight = weigh(event)
            if weight > 0:
                halvings = max(age_in_days(event.at, now), 0.0) / half_life_days
                fresh: float = 0.5 ** min(halvings, MOST_HALVINGS)
                weights[event.item] = weights.get(event.item, 0.0) + weight * fresh
        return weights

    @cached_property
    def readings(self) -> Mapping[ItemKey, Sequence[float]]:
        """When each content was taken in, in days since 1970."""
        readings: dict[ItemKey, list[float]] = {}
        for event in self._events:
            if is_reading(event):
                readings.setdefault(event.item, []).append(event.at.timestamp() / SECONDS_A_DAY)
        return readings

    @cached_property
    def products(self) -> Sequence[ItemKey]:
        """The products with any interest, in the order of their ids."""
        return sorted(item for item in self.weights if item.kind == PRODUCT)

    @cached_property
    def deeds(self) -> Mapping[ItemKey, Sequence[Interaction]]:
        """The interactions with each item."""
        deeds: dict[ItemKey, list[Interaction]] = {}
        for event in self._events:
            deeds.setdefault(event.item, []).append(event)
        return deeds

    def holding(self, customer_id: str, held: frozenset[str], since: datetime) -> "Past":
        """Add what is held and was not bought among these, as held since then."""
        known = self._joined
        if known is None or known[:2] != (held, since):
            known = self._joined = (held, since, self._hold(customer_id, held, since))
        return known[2]

    def _hold(self, customer_id: str, held: frozenset[str], since: datetime) -> "Past":
        bought = {one.item.id for one in self if one.action == "buy" and one.item.kind == PRODUCT}
        keys = (ItemKey(PRODUCT, one) for one in sorted(held - bought))
        more = [Interaction(customer_id, key, "hold", since) for key in keys]
        return Past((*self._events, *more)) if more else self


def past_of(events: Sequence[Interaction]) -> Past:
    """Return the interactions as a past; a past is returned as it is."""
    return events if isinstance(events, Past) else Past(events)

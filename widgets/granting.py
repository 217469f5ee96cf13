"""Ports granted by name: a kind reaches what its `needs` name, and nothing else."""

from collections.abc import Collection
from typing import Any, cast

from widgets.errors import NotGranted
from widgets.ports import Ports


class _Granted:
    """Stands for `Ports`; asks the real ones only for the names that were granted."""

    __slots__ = ("_kind", "_names", "_ports")

    def __init__(self, ports: Any, kind: str, names: Collection[str]) -> None:
        self._ports = ports
        self._kind = kind
        self._names = frozenset(names)

    def __getattr__(self, name: str) -> Any:
        if name not in self._names:
            raise NotGranted(f"'{self._kind}' uses the port '{name}', which its needs do not name.")
        return getattr(self._ports, name)


def granted(ports: Ports, kind: str, names: Collection[str]) -> Ports:
    """Return the same ports, of which only the named ones answer.

    Raises:
        NotGranted: When another one is touched.
    """
    return cast("Ports", _Granted(ports, kind, names))

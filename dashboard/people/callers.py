"""The callers behind the open sockets of this process; their cookies stay out of page state."""

from dashboard.people.model import Caller


class Callers:
    """Socket id to caller."""

    def __init__(self) -> None:
        self._by_socket: dict[str, Caller] = {}

    def add(self, socket: str, caller: Caller) -> None:
        """Remember whose socket this is."""
        self._by_socket[socket] = caller

    def get(self, socket: str) -> Caller | None:
        """Return whose socket this is."""
        return self._by_socket.get(socket)

    def remove(self, socket: str) -> None:
        """Forget a closed socket."""
        self._by_socket.pop(socket, None)

    def sessions(self) -> set[str]:
        """Return the sessions that have a socket open."""
        return {one.session for one in self._by_socket.values() if one.session}

    def sockets_of(self, sessions: set[str]) -> list[str]:
        """Return the sockets of these sessions."""
        return [socket for socket, one in self._by_socket.items() if one.session in sessions]

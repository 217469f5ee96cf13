"""Preferences: each person reads and changes their own."""

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from dashboard.errors import NotAllowed, SignInRequired
from dashboard.people.roles import EVERYONE
from dashboard.preferences.model import PreferenceChange, Preferences
from dashboard.preferences.repository import PreferenceRows
from recommender.ports import SYSTEM, Actor, AuditSink, Clock

Follow = Callable[[Actor, bool], Awaitable[None]]
"""Tells what decides over customers that one of them took or left the senior edition."""


class PreferenceService:
    """How the product is shown to whoever asks."""

    def __init__(
        self, session: AsyncSession, clock: Clock, audit: AuditSink, follow: Follow | None = None
    ) -> None:
        self._rows = PreferenceRows(session)
        self._clock = clock
        self._audit = audit
        self._follow = follow

    async def of(self, actor: Actor) -> Preferences:
        """Return the actor's preferences, or the defaults."""
        if not actor.has(*EVERYONE):
            return Preferences()
        return await self._rows.get(actor.id) or Preferences()

    async def chosen_language(self, actor: Actor) -> str | None:
        """Return the language that the actor chose, if any."""
        return (await self.of(actor)).language or None

    async def change(self, actor: Actor, change: PreferenceChange) -> Preferences:
        """Change some of the actor's own preferences.

        Raises:
            SignInRequired: There is neither a user nor a visitor to keep them for.
        """
        if not actor.has(*EVERYONE):
            raise SignInRequired("Please sign in.")
        given = change.model_dump(exclude_none=True)
        chosen = (await self.of(actor)).model_copy(update=given)
        await self._rows.put(actor.id, chosen, self._clock.now())
        await self._audit.record(actor, "preferences.change", f"user:{actor.id}", given)
        if change.senior is not None and self._follow is not None:
            await self._follow(actor, change.senior)
        return chosen

    async def set_for(self, actor: Actor, owner: str, chosen: Preferences) -> None:
        """Store what somebody chose before they came here (imports and the demo)."""
        if not actor.has(SYSTEM):
            raise NotAllowed("Only the system takes over preferences.")
        if await self._rows.get(owner) is None:
            await self._rows.put(owner, chosen, self._clock.now())

"""What every page knows of the person: name, roles and how things are shown."""

import reflex as rx

from dashboard.guard import acting, allow
from dashboard.people.roles import EVERYONE
from recommender.ports import CUSTOMER


class SessionState(rx.State):
    """Read again from the session at every load; holds nothing secret."""

    ready: bool = False
    signed_in: bool = False
    name: dict[str, str] = {}
    roles: list[str] = []
    is_customer: bool = False
    is_demo: bool = False
    language: str = ""
    theme: str = "system"
    hidden: bool = False
    senior: bool = False
    scale: int = 150

    @allow(*EVERYONE)
    async def load(self) -> None:
        """Read who is here and what they prefer."""
        async with acting() as (app, actor):
            self.is_demo = app.root.settings.is_demo
            self.roles = sorted(actor.roles)
            self.is_customer = actor.has(CUSTOMER)
            who = await app.people.who(actor)
            self.signed_in = who is not None
            if who is None:
                return
            self.name = who.names
            shown = await app.preferences.of(actor)
            self.language, self.theme = shown.language, shown.theme
            self.hidden, self.senior = shown.hide_amounts, shown.senior
            self.scale = shown.scale
            self.ready = True

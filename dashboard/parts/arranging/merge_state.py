"""What was done when two devices had changed the home at once."""

from collections.abc import Mapping

import reflex as rx

from dashboard.guard import allow
from dashboard.layouts.merging import Merged
from dashboard.layouts.words import clash_in_every_language, in_every_language
from recommender.ports import CUSTOMER
from widgets.base import Widget
from widgets.ports.facts import Texts


class MergeState(rx.State):
    """The last merge of this tab, told until it is put away."""

    mine: list[Texts] = []
    theirs: list[Texts] = []
    clashes: list[Texts] = []
    is_told: bool = False
    is_merged: bool = False

    @allow(CUSTOMER)
    async def close(self) -> None:
        """Put the message away."""
        self._tell_nothing()

    def _tell_nothing(self) -> None:
        self.mine, self.theirs, self.clashes = [], [], []
        self.is_told = self.is_merged = False

    def _tell_newer(self) -> None:
        """Say that the home was changed elsewhere, and that nothing was changed here."""
        self._tell_nothing()
        self.is_told = True

    def _tell(self, merged: Merged, kinds: Mapping[str, Widget]) -> None:
        """Say what both had changed, and what counts where they changed the same."""
        self.mine = [in_every_language(one, kinds) for one in merged.mine]
        self.theirs = [in_every_language(one, kinds) for one in merged.theirs]
        self.clashes = [clash_in_every_language(one, kinds) for one in merged.clashes]
        self.is_told = self.is_merged = True

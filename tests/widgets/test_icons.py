"""Icons: every name that a card uses has one, and only those reach the browser."""

import pytest

from widgets import icons
from widgets.face import Face, Note, Rows
from widgets.registry import catalogue


def _named(widget):
    yield widget.icon
    yield from widget.icons
    if isinstance(widget.sample, Face):
        for block in widget.sample.blocks:
            if isinstance(block, Note):
                yield block.icon
            if isinstance(block, Rows):
                yield from (row.icon for row in block.rows)


@pytest.mark.parametrize("kind", sorted(catalogue()))
def test_kind_names_icons_that_exist_and_are_sent(kind):
    widget = catalogue()[kind]
    sent = {*icons.USUAL, *widget.icons, widget.icon}
    named = {name for name in _named(widget) if name}
    assert {name for name in named if not icons.is_icon(name)} == set()
    assert named - sent == set()


def test_every_usual_icon_exists_once():
    assert [name for name in icons.USUAL if not icons.is_icon(name)] == []
    assert len(set(icons.USUAL)) == len(icons.USUAL)


def test_unknown_icon_is_left_out_of_the_map():
    assert "no-such-icon" not in str(icons.icon_map(["no-such-icon"]))


def test_only_named_icons_are_imported():
    imported = dict(icons.icon_map(["zoom-in"])._get_all_var_data().imports)
    (found,) = imported.values()
    assert len(found) == len(icons.USUAL) + 1
    assert all(one.package_path.startswith("/dist/esm/icons/") for one in found)

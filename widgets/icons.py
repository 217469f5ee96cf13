"""Icons by name (Lucide): only those that a card may name reach the browser."""

from collections.abc import Iterable

from reflex.vars import Var, VarData
from reflex_base.utils import format as naming
from reflex_base.utils.imports import ImportVar
from reflex_components_lucide.icon import (  # type: ignore[import-untyped]  # Reflex's own
    LUCIDE_ICON_FILENAME_OVERRIDE,
    LUCIDE_ICON_LIST,
    LUCIDE_LIBRARY,
)

# fmt: off
USUAL = (
    "arrow-down-left", "arrow-left-right", "arrow-up-right", "banknote", "bed", "bell", "bike",
    "book-open", "briefcase", "building-2", "bus", "calendar", "calendar-clock", "car",
    "chart-line", "chart-pie", "circle", "circle-alert", "circle-check", "clock", "cloud-off",
    "coffee", "coins", "credit-card", "droplet", "eye", "eye-off", "file-badge", "file-check",
    "file-pen", "file-text", "flame", "folder", "gem", "gift", "globe", "graduation-cap",
    "hand-heart", "heart", "heart-pulse", "hotel", "house", "info", "key-round", "landmark",
    "layout-grid", "leaf", "lock", "mail", "map", "map-pin", "message-circle", "newspaper",
    "percent", "phone", "piggy-bank", "plane", "plug-zap", "receipt", "repeat", "scale", "search",
    "settings", "shield-check", "ship", "shopping-bag", "shopping-cart", "smartphone", "sparkles",
    "square-parking", "star", "stethoscope", "store", "target", "ticket", "traffic-cone",
    "train-front", "trash-2", "trending-down", "trending-up", "triangle-alert", "tv", "umbrella",
    "user-round", "user-round-check", "users", "users-round", "utensils", "video", "video-off",
    "wallet", "wifi", "zap",
)
# fmt: on
"""What any card may name, third parties' too."""


def is_icon(name: str) -> bool:
    """Say whether Lucide has an icon of this name."""
    return name.replace("-", "_") in LUCIDE_ICON_LIST


def icon_map(names: Iterable[str] = ()) -> Var[dict[str, object]]:
    """Return name -> icon for the client: the usual ones and those named that Lucide has."""
    known = sorted({name for name in (*USUAL, *names) if is_icon(name)})
    pairs = ", ".join(f'"{name}": {_alias(name)}' for name in known)
    imports = {LUCIDE_LIBRARY: [_imported(name) for name in known]}
    return Var(
        _js_expr=f"({{{pairs}}})", _var_type=dict, _var_data=VarData(imports=imports)
    ).guess_type()


def _alias(name: str) -> str:
    return f"Lucide{naming.to_title_case(name.replace('-', '_'))}"


def _imported(name: str) -> ImportVar:
    tag = name.replace("-", "_")
    file = LUCIDE_ICON_FILENAME_OVERRIDE.get(tag, naming.to_kebab_case(tag))
    return ImportVar(
        tag=naming.to_title_case(tag),
        alias=_alias(name),
        is_default=True,
        package_path=f"/dist/esm/icons/{file}.mjs",
    )

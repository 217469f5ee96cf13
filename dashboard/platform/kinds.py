"""Third-party kinds as widgets like any other."""

from collections.abc import Mapping
from typing import Any

from dashboard.platform.model import LiveWidget
from dashboard.platform.outside import Outside
from widgets import face
from widgets.base import Config, Context, Widget


def widget_of(live: LiveWidget, outside: Outside) -> Widget:
    """Make the widget of an approved manifest; while it is suspended nobody is offered it."""
    manifest = live.manifest

    async def load(context: Context, config: Config) -> face.Face:
        return await outside.face(live, config.model_dump(mode="json"), context)

    return Widget(
        kind=manifest.kind,
        title=manifest.title["en"],
        summary=manifest.summary["en"],
        titles=manifest.title,
        summaries=manifest.summary,
        provider=manifest.provider_name["en"],
        shares=tuple(manifest.shares),
        icon=manifest.icon,
        category=manifest.category,
        sizes=manifest.sizes,
        needs=(),
        config=manifest.config(),
        data=face.Face,
        load=load,
        view=face.view,
        sample=_signed_sample(live),
        refresh_seconds=manifest.refresh_seconds,
        stale_seconds=max(manifest.stale_seconds, manifest.refresh_seconds),
        senior=manifest.senior,
        is_offered=not live.is_suspended,
    )


def widgets_of(live: Mapping[str, LiveWidget], outside: Outside) -> dict[str, Widget]:
    """Make the widgets of all approved manifests."""
    return {kind: widget_of(one, outside) for kind, one in sorted(live.items())}


def _signed_sample(live: LiveWidget) -> face.Face:
    changes: dict[str, Any] = {"source": dict(live.manifest.provider_name)}
    return live.manifest.sample.model_copy(update=changes)

"""Reflex's configuration: one port, nothing sent anywhere, a build that runs under any address."""

import re
from typing import Unpack

import reflex as rx
from reflex_base.plugins.base import PostBuildContext, PreCompileContext

from dashboard.settings import Settings

BAKED_ADDRESS = re.compile(r"""([`"'])(http|ws)s?://[^/`"']+(/[^`"']*)\1""")
GROUPS = r"""
            { test: /node_modules[\\/]lucide-react[\\/]/, name: "icons" },
            { test: /node_modules[\\/](?!d3-|internmap)/, name: "frame" },"""
"""The charts' libraries stay out: they come with the first chart."""
PAGE_ORIGIN = {"http": "location.origin", "ws": 'location.origin.replace(/^http/,"ws")'}


class OwnOrigin(rx.plugins.Plugin):
    """Let the built page talk to whatever origin served it, instead of the port of the build."""

    def post_build(self, **context: Unpack[PostBuildContext]) -> None:
        """Replace the baked addresses; the compressed siblings are made after this hook.

        Raises:
            FileNotFoundError: The build no longer holds the file that names the addresses.
        """
        scripts = list(context["static_dir"].glob("assets/reflex-env-*.js"))
        if not scripts:
            raise FileNotFoundError("The front end has no reflex-env script to rewrite.")
        for script in scripts:
            script.write_text(BAKED_ADDRESS.sub(_on_page_origin, script.read_text()))
            for sibling in script.parent.glob(f"{script.name}.*"):
                sibling.unlink()


class FewFiles(rx.plugins.Plugin):
    """Bundle what every page needs into two files: each file is a way to the server and back."""

    def pre_compile(self, **context: Unpack[PreCompileContext]) -> None:
        """Name the groups in the bundler's configuration."""
        context["add_modify_task"]("vite.config.js", _grouped)


def _grouped(config: str) -> str:
    """Add our groups before Reflex's own.

    Raises:
        ValueError: Reflex no longer writes a list of groups.
    """
    if "groups: [" not in config:
        raise ValueError("The bundler's configuration has no groups to add ours to.")
    return config.replace("groups: [", f"groups: [{GROUPS}", 1)


def _on_page_origin(match: re.Match[str]) -> str:
    return f'({PAGE_ORIGIN[match[2]]}+"{match[3]}")'


def _own_origins(settings: Settings) -> list[str]:
    if settings.public_url:
        return [settings.origin]
    return [f"http://{host}:{settings.port}" for host in ("127.0.0.1", "localhost")]


config = rx.Config(
    app_name="dashboard",
    telemetry_enabled=False,
    show_built_with_reflex=False,
    backend_host="127.0.0.1",
    cors_allowed_origins=_own_origins(Settings()),
    state_manager_mode=rx.constants.StateManagerMode.MEMORY,
    frontend_compression_formats=["brotli", "gzip"],
    plugins=[OwnOrigin(), FewFiles()],
    disable_plugins=[rx.plugins.SitemapPlugin],
)

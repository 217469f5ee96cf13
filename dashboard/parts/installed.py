"""The installed app: its service worker on signed-in devices, and the quiet offer to install."""

from typing import Any

import reflex as rx

from widgets.words import t

_LIBRARY = rx.asset("installed.jsx", shared=True).importable_path


class OfflineHome(rx.Component):
    """Registers the service worker, or forgets the home that the device kept."""

    library = _LIBRARY
    tag = "OfflineHome"

    is_signed_in: rx.Var[bool]
    forgets: rx.Var[bool]


class InstallOffer(rx.Component):
    """A button that is there only where the browser can install the product."""

    library = _LIBRARY
    tag = "InstallOffer"

    label: rx.Var[str]


def offline_home(is_signed_in: Any, *, forgets: bool) -> rx.Component:
    """Keep the last home on the devices of customers who are signed in."""
    return OfflineHome.create(is_signed_in=is_signed_in, forgets=forgets)


def install_offer() -> rx.Component:
    """Offer to install the product on this device."""
    return InstallOffer.create(label=t("Install on this device"))

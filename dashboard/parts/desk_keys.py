"""The desk by keyboard."""

import reflex as rx


class DeskKeys(rx.Component):
    """Listens for j, k and o while nothing is being typed."""

    library = rx.asset("desk_keys.jsx", shared=True).importable_path
    tag = "DeskKeys"

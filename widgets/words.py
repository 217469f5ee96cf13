"""Words, money and dates as Vars that follow the client's language without a round trip."""

import json
from typing import Any

import reflex as rx
from reflex.vars import Var, VarData

from recommender.language import ENGLISH, LANGUAGES, plain_words, say

_LOCALE = rx.asset("locale.jsx", shared=True).importable_path


class ViewBridge(rx.Component):
    """Adopts the language, theme, senior edition and hidden amounts that the server knows."""

    library = _LOCALE
    tag = "ViewBridge"

    ready: rx.Var[bool]
    language: rx.Var[str]
    theme: rx.Var[str]
    hidden: rx.Var[bool]
    senior: rx.Var[bool]
    scale: rx.Var[int]


def t(msgid: str, **params: Any) -> Var[str]:
    """Translate an English message on the client; `{names}` are filled from Vars or values."""
    texts: dict[str, Any] = _in_every_language(msgid)
    if msgid in plain_words():
        texts |= {"plain": _in_every_language(plain_words()[msgid])}
    given = f", {{{', '.join(f'{json.dumps(k)}: {_js(v)}' for k, v in params.items())}}}"
    return _call("tr", json.dumps(texts, ensure_ascii=False) + (given if params else ""), params)


def _in_every_language(msgid: str) -> dict[str, str]:
    texts = {language: say(language, msgid) for language in LANGUAGES}
    return texts if len(set(texts.values())) > 1 else {ENGLISH: msgid}


def money(minor: Any, currency: Any = "CNY", exponent: Any = 2) -> Var[str]:
    """Format minor units of a currency; dots where amounts are hidden."""
    given = {"minor": minor, "currency": currency, "exponent": exponent}
    return _call("money", ", ".join(_js(one) for one in given.values()), given)


def percent(share: Any, digits: int = 0) -> Var[str]:
    """Format a share 0..1 as a percentage."""
    return _call("percent", f"{_js(share)}, {digits}", {"share": share})


def day(iso: Any) -> Var[str]:
    """Format an ISO date as day and month."""
    return _call("day", _js(iso), {"iso": iso})


def when(iso: Any) -> Var[str]:
    """Format an ISO instant: relative up to a day, then as a date."""
    return _call("when", _js(iso), {"iso": iso})


def clock(iso: Any) -> Var[str]:
    """Format an ISO instant as hours and minutes."""
    return _call("clock", _js(iso), {"iso": iso})


def choose(texts: Any) -> Var[str]:
    """Show the text of the client's language from a `{lang: text}` Var."""
    return _call("pick", _js(texts), {"texts": texts})


def _js(value: Any) -> str:
    return str(value) if isinstance(value, Var) else json.dumps(value, ensure_ascii=False)


def _call(function: str, arguments: str, params: dict[str, Any]) -> Var[str]:
    own = VarData(imports={_LOCALE: [function, "useView"]}, hooks={"const view = useView()": None})
    merged = own
    for value in params.values():
        if isinstance(value, Var):
            merged = VarData.merge(merged, value._get_all_var_data()) or merged
    return Var(
        _js_expr=f"{function}(view, {arguments})", _var_type=str, _var_data=merged
    ).guess_type()

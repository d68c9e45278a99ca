# Copyright (c) 2026 The otc.vbs contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What must never be shown, in whatever form it comes back. A process serves one call at a time, so it is one set.

Ansible takes a module's secrets out of the values of its result, but knows each in one form only, and leaves the keys.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from html.entities import html5
from typing import Any, Callable, NamedTuple
from urllib.parse import unquote

MASK = "********"
# A shorter secret is hidden where it stands by itself: within other words it would be found everywhere.
SHORT = 4
# Only one that is longer is also looked for across line breaks; a short one could be two words of a sentence.
UNBROKEN = 8
# One that is longer is no word that a text might hold anyway, so that its letters are looked for in any case.
WORDLESS = 16
# A longer one is told by its beginning: what follows is hidden up to the next blank, so a part is not shown either.
LONG = 64

# The characters that escapes begin and end with may be escaped themselves.
_PERCENT = "%(?:25){0,4}"
_BACKSLASH = rf"(?i:(?:\\|{_PERCENT}5c)(?:u005c|x5c)?|&(?:amp;){{0,4}}(?:bsol|#92|#x5c);)"
_AND = rf"(?:(?:&|{_PERCENT}26|\\{{1,8}}u0026)(?:amp(?:;|{_PERCENT}3b)){{0,4}})"
_HASH = rf"(?:\#|{_PERCENT}23)"
_SEMICOLON = rf"(?:;|{_PERCENT}3b)?"
_ESCAPE = _BACKSLASH + "{0,8}"
# What may stand for white space. None at all does so, too, where line breaks have been taken out.
_GAP = (
    rf"(?i:\s|\+|{_PERCENT}(?:2b|20|0[9ad])|{_BACKSLASH}{{1,8}}(?:[nrt]|u00(?:20|0[9ad]))"
    rf"|{_AND}(?:nbsp|{_HASH}(?:0{{0,6}}(?:9|10|13|32|160)|x0{{0,6}}(?:[9ad]|20|a0))){_SEMICOLON})*"
)
# What may interrupt a secret, as it is and as JSON writes it.
_BREAKS = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+|\\(?:[bfnrt]|u[0-9a-f]{4})"
)


class _Form(NamedTuple):
    """A form of a secret.

    probe: what a text must hold for it, in small letters if `folded`. pattern: the whole expression.
    unbroken: whether it is also looked for where blanks have been taken out.
    """

    probe: str
    folded: bool
    pattern: Callable[[], re.Pattern[str]]
    unbroken: bool


_forms: dict[str, list[_Form]] = {}


def hide(secret: str) -> None:
    """From now on it is taken out of every text."""
    secret = secret.strip()
    # To look for nothing, or for what stands in its place, would never end.
    if secret.strip("*") and secret not in _forms:
        _forms[secret] = list(_forms_of(secret))


def forget() -> None:
    """Nothing is hidden any more: for a process that serves one call after the other."""
    _forms.clear()


def hide_login(url: str) -> None:
    """Hides what stands before the host of a URL, whole and its password; in a broken one that may be more."""
    login = url.rpartition("@")[0]
    if "://" in login:
        login = login.partition("://")[2]
    user, colon, password = login.partition(":")
    for text in (login, password if colon else user):
        hide(text)
        hide(unquote(text))
    if colon:
        # As it is sent to a proxy; a short password cannot be told within it.
        hide(b64encode(_bytes(unquote(user) + ":" + unquote(password))).decode())


def hide_proxy_logins() -> None:
    """Hides those of the proxies that the environment names."""
    # Only here, as what asks for nothing does without it and all behind it.
    from urllib.request import getproxies_environment

    for proxy in getproxies_environment().values():
        hide_login(proxy)


def hidden() -> set[str]:
    """The secrets that Ansible can take out of any text as well."""
    return {secret for secret in _forms if len(secret) >= SHORT}


def conceal(text: str) -> str:
    """The text without secrets; do this before it is cut."""
    text = _replaced(text, _all_forms())
    if _is_interrupted(text):
        # Not to be found as the text is, so it does without its blanks.
        text = _replaced(_without_breaks(text), _all_forms())
    return text


def conceal_all(document: Any) -> Any:
    """The document without secrets, in its keys as well; what holds none is handed on as it is."""
    if isinstance(document, str):
        return conceal(document)
    # One look at the text of all is much faster than one at each part.
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=repr)
    if not _is_told(text, _all_forms()) and not _is_interrupted(text):
        return document
    if isinstance(document, dict):
        return {conceal_all(key): conceal_all(value) for key, value in document.items()}
    return [conceal_all(value) for value in document] if isinstance(document, (list, tuple)) else document


def _all_forms() -> list[_Form]:
    # The longest first, as one may be a part of another. A copy, as other threads may log in meanwhile.
    return [form for _secret, forms in sorted(_forms.copy().items(), key=lambda item: -len(item[0])) for form in forms]


def _is_told(text: str, forms: list[_Form]) -> bool:
    folded = text.lower()
    return any(form.probe in (folded if form.folded else text) and form.pattern().search(text) for form in forms)


def _is_interrupted(text: str) -> bool:
    forms = [form for form in _all_forms() if form.unbroken]
    return bool(forms) and _is_told(_without_breaks(text), forms)


def _without_breaks(text: str) -> str:
    text = "".join(text.split())
    # Most texts hold no others, which takes no time to see.
    return text if text.isascii() and text.isprintable() and "\\" not in text else _BREAKS.sub("", text)


def _replaced(text: str, forms: list[_Form]) -> str:
    if _is_told(text, forms):
        for form in forms:
            text = form.pattern().sub(MASK, text)
    return text


def _forms_of(secret: str) -> Iterator[_Form]:
    folded, unbroken = len(secret) >= WORDLESS, len(secret) >= UNBROKEN
    lead = secret[:LONG]
    runs = re.findall("[0-9A-Za-z]+", lead)
    probe = max(runs, key=len, default="")
    pattern = _expression(lead)
    if len(secret) > LONG:
        pattern += r"[^\s\"'<>]*"
    if len(secret) < SHORT:
        pattern = rf"(?<!\w){pattern}(?!\w)"
    flags = re.IGNORECASE if folded else 0
    yield _Form(probe.lower() if folded else probe, folded, lambda: _compiled(pattern, flags), unbroken)
    if len(secret) >= SHORT:
        digits = _bytes(lead).hex()
        yield _Form(digits, True, lambda: _compiled(digits, re.IGNORECASE), unbroken)
        for offset in range(3):
            yield _base64_form(_bytes(secret), offset, unbroken)


def _base64_form(secret: bytes, offset: int, unbroken: bool) -> _Form:
    """Within the base64 of anything, which holds `offset` bytes more than whole groups before the secret."""
    lead = secret[:LONG]
    # The characters at both ends also tell of what stands beside the secret, so they are some of several.
    texts = [b64encode(other * offset + lead + other * 2).decode() for other in (bytes([17 * n]) for n in range(16))]
    first, end = 8 * offset // 6, -(-8 * (offset + len(lead)) // 6)
    columns = [sorted(set(column)) for column in list(zip(*texts))[first:end]]
    runs = "".join(column[0] if len(column) == 1 and column[0].isalnum() else " " for column in columns).split()
    probe = max(runs, key=len, default="")

    def pattern() -> re.Pattern[str]:
        parts = ["|".join(_written_in_base64(char) for char in column) for column in columns]
        rest = r"(?:[\w+/=-]|\\{1,8}/|%(?:25){0,4}(?i:2[bf]|3d))*" if len(secret) > LONG else ""
        return _compiled("".join(part if len(part) == 1 else f"(?:{part})" for part in parts) + rest, 0)

    return _Form(probe, False, pattern, unbroken)


def _written_in_base64(char: str) -> str:
    return _written(char) + {"+": "|-", "/": "|_"}.get(char, "")


def _expression(secret: str) -> str:
    """For all that a secret may be written as."""
    parts = []
    escape = _ESCAPE
    for run in re.findall(r"\s+|\\+|.", secret, re.DOTALL):
        if run[0] == "\\":
            # It takes the escape of what comes next as well: to try which is whose may take for ever.
            parts.append(rf"{_BACKSLASH}{{{len(run)},{8 * len(run) + 8}}}")
        else:
            parts.append(_GAP if run.isspace() else _written(run, escape))
        escape = "" if run[0] == "\\" else _ESCAPE
    return "".join(parts)


def _written(char: str, escape: str = _ESCAPE) -> str:
    """For what a character may be written as: escaped once or again, for JSON, Python, HTML or a URL."""
    if char.isascii() and char.isalnum():
        return char
    octets, point = _bytes(char), ord(char)
    names = sorted({name.rstrip(";").lower() for name, value in html5.items() if value == char})
    entities = "|".join([rf"{_HASH}(?:0{{0,6}}{point}|x0{{0,6}}{point:x})", *names])
    # The character itself comes last, as it may be the first one of its own escape. No two ways are alike, as all
    # combinations are tried.
    ways = [
        "".join(rf"{_BACKSLASH}{{1,8}}u{unit}" for unit in _units(char)),
        rf"{_BACKSLASH}{{1,8}}(?:x{point:02x}|U{point:08x})",
        rf"{escape}{_AND}(?:{entities}){_SEMICOLON}",
        escape + "".join(f"{_PERCENT}{octet:02x}" for octet in octets),
        escape + re.escape(char),
    ]
    if not char.isascii():
        # Headers come as if they were Latin-1.
        ways.append(re.escape(octets.decode("latin-1")))
    return f"(?i:{'|'.join(ways)})"


def _units(char: str) -> list[str]:
    octets = char.encode("utf-16-be", "surrogatepass").hex()
    return [octets[start : start + 4] for start in range(0, len(octets), 4)]


def _bytes(text: str) -> bytes:
    # What is no UTF-8 in a variable of the environment becomes half surrogate pairs.
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


@cache
def _compiled(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)

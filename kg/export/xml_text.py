r"""Text in XML 1.0: what it forbids, and what readers would change.

XML cannot hold most control characters, U+FFFE and U+FFFF in any form. They are written as
``_x0001_``, as spreadsheets do, and a text that has such letters already has its first ``_``
written as ``_x005F_``; :func:`plain` turns both back. Line ends, tabs and carriage returns are
written as character references, because readers would otherwise make spaces of them.
"""

from __future__ import annotations

import re

__all__ = ["nmtoken", "plain", "written"]

_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"
)
_SPECIAL = re.compile('[&<>"\t\n\r\x7f-\x9f\u2028\u2029]')
_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
#: The name characters of XML 1.0.
_NOT_NAME = re.compile(
    "[^A-Za-z0-9:_.\\-\u00b7\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u037d\u037f-\u1fff\u200c\u200d"
    "\u203f\u2040\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd"
    "\U00010000-\U000effff]|_(?=x[0-9A-Fa-f]{4,6}_)"
)


def written(text: str) -> str:
    """A text as the content of an element or, between double quotes, of an attribute."""
    if text.isalnum():
        return text
    found = _FORBIDDEN.sub(_code, text)
    return _SPECIAL.sub(_reference, found)


def plain(text: str) -> str:
    """What a reader of XML got, as it was before it was :func:`written`."""
    return _ESCAPED.sub(lambda found: chr(int(found[0][2:6], 16)), text)


def nmtoken(identity: str) -> str:
    """An id as XML Schema's NMTOKEN, which is what GraphML takes; other letters as ``_x002F_``."""
    return _NOT_NAME.sub(_code, identity) or "_x_"


def _code(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


def _reference(found: re.Match[str]) -> str:
    letter = found[0]
    return _REFERENCES.get(letter) or f"&#{ord(letter)};"

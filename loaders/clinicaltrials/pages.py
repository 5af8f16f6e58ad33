"""Asking the registry for a page: politely, again where it fails, never endlessly."""

from __future__ import annotations

import email.utils
import ipaddress
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx
import stamina

from kg.errors import LoadError
from kg.intake import Rejection
from kg.json_text import decode

__all__ = ["MAX_RESPONSE", "Registry", "checked_address", "is_loopback"]

#: Largest response, unpacked.
MAX_RESPONSE = 256 * 1024 * 1024
#: Attempts for each page, and the longest wait between two where the server names none.
_ATTEMPTS = 6
_WAIT_MAX = 30.0
#: The registry may ask for no longer wait than this; beyond it the user decides.
_PATIENCE = 300.0
_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_SHOWN = 200


class _TryAgain(Exception):
    """An answer that another attempt may better; ``wait`` seconds where the server said so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


def is_loopback(address: str) -> bool:
    """Whether an address is this very machine."""
    host = urlsplit(address).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def checked_address(address: str) -> str:
    """The address without a slash at its end.

    Raises:
        LoadError: it is not https, except on this machine.
    """
    parts = urlsplit(address)
    if not parts.hostname or parts.scheme not in ("https", "http"):
        raise LoadError(f"{address}: expected an address like https://clinicaltrials.gov/api/v2")
    if parts.scheme == "http" and not is_loopback(address):
        raise LoadError(f"{address}: only https is used, except to this machine itself")
    return address.rstrip("/")


class Registry:
    """A connection that is kept open. Use as a context manager.

    Args:
        address: where the API is; https, or this machine.
        agent: who asks, for the server's log.
        interval: seconds at least from one request to the next.
        patience: longest wait in seconds that the server may ask for.
    """

    def __init__(
        self, address: str, *, agent: str, interval: float, patience: float = _PATIENCE
    ) -> None:
        self._address = checked_address(address)
        self._interval = interval
        self._patience = patience
        self._next = 0.0
        self.requests = 0
        self._client = httpx.Client(
            timeout=_TIMEOUT,
            headers={"User-Agent": agent, "Accept": "application/json"},
            follow_redirects=False,
        )

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def page(self, parameters: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
        """One page of studies: as it came, and decoded.

        Raises:
            LoadError: the registry refuses the request, or fails again and again.
        """
        try:
            for attempt in self._attempts():
                with attempt:
                    return self._ask(parameters)
        except _TryAgain as error:
            asked = f"; it asks to wait {error.wait:.0f} s" if error.wait else ""
            raise LoadError(f"{self._address}: {error}{asked}. {_LATER}") from error
        except httpx.TransportError as error:
            reason = str(error) or type(error).__name__
            raise LoadError(f"{self._address}: no whole answer ({reason}). {_LATER}") from error
        raise AssertionError("an attempt either returns or raises")

    def _attempts(self) -> Iterator[Any]:
        return iter(
            stamina.retry_context(
                on=self._is_worth_another,
                attempts=_ATTEMPTS,
                timeout=None,
                wait_initial=0.5,
                wait_max=_WAIT_MAX,
            )
        )

    def _is_worth_another(self, error: Exception) -> bool | float:
        if isinstance(error, _TryAgain):
            if error.wait is None:
                return True
            return error.wait if error.wait <= self._patience else False
        return isinstance(error, httpx.TransportError)

    def _ask(self, parameters: dict[str, str]) -> tuple[bytes, dict[str, Any]]:
        time.sleep(max(0.0, self._next - time.monotonic()))
        self._next = time.monotonic() + self._interval
        self.requests += 1
        url = f"{self._address}/studies"
        with self._client.stream("GET", url, params=parameters) as response:
            self._check_status(response)
            content = _content(response)
        found = decode(content)
        if isinstance(found, Rejection):
            raise _TryAgain(f"the answer is no whole JSON ({found.message})")
        if not isinstance(found, dict) or not isinstance(found.get("studies"), list):
            raise LoadError(f"{self._address}: the answer is not a page of studies")
        return content, found

    def _check_status(self, response: httpx.Response) -> None:
        if response.status_code == 200:
            return
        status = f"{response.status_code} {response.reason_phrase}".strip()
        if response.status_code in _TRY_AGAIN:
            raise _TryAgain(f"answered {status}", _retry_after(response))
        said = b"".join(_first(response.iter_bytes(), _SHOWN))[:_SHOWN]
        words = " ".join(said.decode("utf-8", "replace").split())
        raise LoadError(f"{self._address}: answered {status}" + (f": {words}" if words else ""))


_LATER = "The same command goes on from here later."


def _content(response: httpx.Response) -> bytes:
    pieces = []
    size = 0
    for piece in response.iter_bytes():
        size += len(piece)
        if size > MAX_RESPONSE:
            message = f"a page is larger than {MAX_RESPONSE:,} bytes; ask for a smaller --page-size"
            raise LoadError(f"{response.url.host}: {message}")
        pieces.append(piece)
    return b"".join(pieces)


def _first(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    for piece in pieces:
        yield piece
        size -= len(piece)
        if size <= 0:
            return


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds to wait, from a number or a date; null where the server says neither."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return float(text)
    try:
        when = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max(0.0, (when - datetime.now(UTC)).total_seconds())

"""Which host names are answered: a page elsewhere that points its own name here is not."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.types import ASGIApp, Receive, Scope, Send

from api.errors import problem

__all__ = ["KnownHosts"]


class KnownHosts:
    """Refuses requests whose ``Host`` is none of the known names; ``*`` lets all in."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.any = "*" in hosts
        self.hosts = frozenset(host.lower().encode() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if self.any or scope["type"] != "http" or _host(scope) in self.hosts:
            await self.app(scope, receive, send)
            return
        answer = problem(
            400,
            "Unknown host name",
            "this server does not answer to the host name of the request",
            advice="use localhost, or name it in THERAPATH_ALLOWED_HOSTS",
        )
        await answer(scope, receive, send)


def _host(scope: Scope) -> bytes:
    """The name in the ``Host`` header, without its port; an IPv6 address keeps its brackets."""
    host: bytes = next((value for name, value in scope["headers"] if name == b"host"), b"")
    host = host.lower()
    if host.startswith(b"["):
        return host.partition(b"]")[0] + b"]"
    return host.partition(b":")[0]

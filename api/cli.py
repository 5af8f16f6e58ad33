"""The command that serves: ``serve``."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from typing import Annotated

import typer

from kg.errors import LocalServerError, PortTaken
from kg.settings import Settings, guide_address, load_settings

__all__ = ["register"]

#: Addresses to listen on that a browser on this machine reaches as ``localhost``.
_ANSWERS_LOCALHOST = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::"}  # noqa: S104


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("serve")(serve_command)


def serve_command(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=65535, help="Port to listen on; THERAPATH_SERVE_PORT or 8000 otherwise."
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that serve.")] = 1,
    root_path: Annotated[str, typer.Option(help="Path a proxy in front of it takes off.")] = "",
) -> None:
    """Serve the explorer page, and the HTTP interface; its documentation is at /docs."""
    import uvicorn

    settings = load_settings()
    port = settings.serve_port if port is None else port
    _refuse_taken(host, port)
    for line in _where(settings, host, port):
        typer.echo(line, err=True)
    uvicorn.run(
        "api.app:create_app",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        root_path=root_path,
        access_log=False,
        log_level="info",
        timeout_graceful_shutdown=10,
    )


def _where(settings: Settings, host: str, port: int) -> Iterator[str]:
    """Where the page is, and the address of Neo4j Browser that plays this port's guide."""
    if not port:
        return  # the system chooses; uvicorn tells
    yield f"explorer page                 http://{f'[{host}]' if ':' in host else host}:{port}/"
    if settings.neo4j_uri or host not in _ANSWERS_LOCALHOST:
        return
    import kg.server

    with contextlib.suppress(LocalServerError):  # the extra `local` is not installed
        browser = kg.server.status(settings).browser
        if browser is not None:
            address = kg.server.playing(browser, guide_address(port))
            yield f"Neo4j Browser with the guide  {address}"


def _refuse_taken(host: str, port: int) -> None:
    """Say that the port is taken before anything is started; port 0 is always free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        raise PortTaken(
            f"cannot listen on {host} port {port}: {error.strerror or error}",
            advice="choose another one with --port",
        ) from error

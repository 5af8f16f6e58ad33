"""The command that serves: ``serve``."""

from __future__ import annotations

import socket
from typing import Annotated

import typer

from kg.errors import PortTaken
from kg.settings import load_settings

__all__ = ["register"]


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

    port = load_settings().serve_port if port is None else port
    _refuse_taken(host, port)
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

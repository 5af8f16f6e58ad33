"""The ports of the local Neo4j: free before the start, or said by whom they are taken."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from kg.errors import LocalServerError, PortTaken
from kg.server.configuration import LOOPBACK
from kg.server.extra import need

if TYPE_CHECKING:
    from kg.settings import Settings

__all__ = ["check_ports"]


def check_ports(settings: Settings) -> None:
    """Check that both ports can be listened on.

    Raises:
        PortTaken: naming the port, its owner where the system tells, and the variable to set.
        LocalServerError: the system does not allow this port at all, or both are the same.
    """
    bolt, browser = settings.bolt_port, settings.browser_port
    if bolt == browser:
        raise LocalServerError(
            f"Bolt and Neo4j Browser are both set to port {bolt}",
            advice="set THERAPATH_BOLT_PORT and THERAPATH_BROWSER_PORT to different ports",
        )
    _check(bolt, "Bolt", "THERAPATH_BOLT_PORT")
    _check(browser, "Neo4j Browser", "THERAPATH_BROWSER_PORT")


def _check(port: int, purpose: str, variable: str) -> None:
    try:
        free = _is_free(port)
    except PermissionError as error:
        raise LocalServerError(
            f"this user may not listen on port {port} ({purpose})",
            advice=f"set {variable} to a port above 1023",
        ) from error
    if not free:
        raise PortTaken(
            f"port {port} ({purpose}) is taken{_owner(port)}",
            advice=f"choose another one, for example {variable}={_free_port()} therapath up,"
            " or end what listens there",
        )


def _is_free(port: int) -> bool:
    # A neighbour on ::1 would be reached by "localhost" where we are meant, so both count.
    for family, address in ((socket.AF_INET, LOOPBACK), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family, socket.SOCK_STREAM) as probe:
                # Connections of an earlier server that are still winding down do not count.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((address, port))
                probe.listen(1)
        except PermissionError:
            raise
        except OSError:
            if family == socket.AF_INET or _answers(address, port):
                return False
    return True


def _answers(address: str, port: int) -> bool:
    try:
        with socket.create_connection((address, port), timeout=0.5):
            return True
    except OSError:
        return False


def _owner(port: int) -> str:
    """Name who listens, as far as the system tells this user."""
    psutil = need("psutil")
    try:
        for connection in psutil.net_connections("tcp"):
            if connection.status == psutil.CONN_LISTEN and connection.laddr.port == port:
                if connection.pid is None:
                    return " by another user's process"
                return f" by {psutil.Process(connection.pid).name()} (pid {connection.pid})"
    except psutil.Error:  # macOS tells only the administrator
        return ""
    return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port

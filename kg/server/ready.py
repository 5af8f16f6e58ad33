"""Is the server there? Asked over the network, without the driver.

Only ``kg/database.py`` may import the Neo4j driver, and the local server must be checkable
without it: one query over HTTP with the password, one handshake on the Bolt port.
"""

from __future__ import annotations

import base64
import json
import socket

from kg.errors import LocalServerError
from kg.server.configuration import LOOPBACK
from kg.server.state import LocalServer

__all__ = ["answers"]

# Bolt's greeting: four bytes of magic, then four proposals of protocol versions (5.8 to 5.0,
# and 4.4); the server answers with the four bytes of the one it chose.
_BOLT_HELLO = bytes.fromhex("6060b017 00080805 00000404 00000000 00000000")
_TIMEOUT = 10.0


def answers(server: LocalServer, password: str) -> bool:
    """Say whether the database answers a query, over HTTP, and Bolt greets.

    Raises:
        LocalServerError: it answers and refuses the password.
    """
    try:
        status = _query_status(server.browser_port, server.user, password)
    except (OSError, ValueError):
        return False
    if status in (401, 403):
        raise LocalServerError(
            f"the local Neo4j refuses the password in {server.password_file}",
            advice="if the password was changed in Neo4j Browser, write the new one into that"
            f" file; or start afresh: delete {server.home} and load your facts again",
        )
    return status in (200, 202) and _bolt_greets(server.bolt_port)


def _query_status(port: int, user: str, password: str) -> int:
    # Imported here: http.client costs 15 ms, and most commands never start a server.
    from http.client import HTTPConnection, HTTPException

    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {token}", "Content-Type": "application/json"}
    connection = HTTPConnection(LOOPBACK, port, timeout=_TIMEOUT)
    try:
        body = json.dumps({"statement": "RETURN 1"})
        connection.request("POST", "/db/neo4j/query/v2", body, headers)
        return connection.getresponse().status
    except HTTPException as error:
        raise ValueError("not HTTP") from error
    finally:
        connection.close()


def _bolt_greets(port: int) -> bool:
    try:
        with socket.create_connection((LOOPBACK, port), timeout=_TIMEOUT) as connection:
            connection.sendall(_BOLT_HELLO)
            return len(connection.recv(4)) == 4
    except OSError:
        return False

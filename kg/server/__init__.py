"""The local Neo4j: a real server with Neo4j Browser, started from Python without Docker or Java.

:func:`up` downloads (once a user), starts and waits; :func:`down` stops; :func:`status` tells;
:func:`connection` is what :mod:`kg.database` uses when ``NEO4J_URI`` is not set. Importing this
package costs little: what only the ``local`` extra has is imported when it is needed.
"""

from __future__ import annotations

from kg.server.lifecycle import LocalServerStatus, connection, down, status, up
from kg.server.progress import Progress, Silent, StandardError
from kg.server.state import LocalServer, playing

__all__ = [
    "LocalServer",
    "LocalServerStatus",
    "Progress",
    "Silent",
    "StandardError",
    "connection",
    "down",
    "playing",
    "status",
    "up",
]

"""The folders and files of the local Neo4j.

``Settings.home`` holds ``server.json`` (what runs), ``server.lock`` (held by ``up`` and ``down``)
and one folder for each version, because a store of one version must not be opened by another::

    neo4j-2026.08.1/  password  conf/neo4j.conf  data/  logs/  run/
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["ServerHome"]


@dataclass(frozen=True, slots=True)
class ServerHome:
    """Where one version keeps its things."""

    folder: Path

    @classmethod
    def of(cls, home: Path, version: str) -> ServerHome:
        """Name the folder of a version; nothing is created."""
        return cls(home.absolute() / f"neo4j-{version}")

    @property
    def password_file(self) -> Path:
        """Holds the password of user ``neo4j``; mode 0600."""
        return self.folder / "password"

    @property
    def configuration(self) -> Path:
        """``neo4j.conf``, written anew at every start."""
        return self.folder / "conf" / "neo4j.conf"

    @property
    def initial_user(self) -> Path:
        """What ``neo4j-admin dbms set-initial-password`` writes; read when a store is made."""
        return self.folder / "data" / "dbms" / "auth.ini"

    @property
    def store(self) -> Path:
        """Neo4j's system database; exists once the server has started here."""
        return self.folder / "data" / "databases" / "system"

    @property
    def console(self) -> Path:
        """What the Java process says itself; begun anew at every start."""
        return self.folder / "logs" / "console.log"

    @property
    def log(self) -> Path:
        """Neo4j's own log for users."""
        return self.folder / "logs" / "neo4j.log"

    @property
    def run(self) -> Path:
        """Files of the running process."""
        return self.folder / "run"

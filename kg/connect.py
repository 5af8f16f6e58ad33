"""Which Neo4j to talk to: the one the environment names, else the local one."""

from __future__ import annotations

from kg.database import Connection, Database
from kg.errors import SettingsError
from kg.settings import Settings

__all__ = ["connection_of", "open_database"]


def open_database(settings: Settings) -> Database:
    """A database for the settings; nothing is opened before the first statement.

    Raises:
        SettingsError: ``NEO4J_URI`` is set without ``NEO4J_PASSWORD``, or has no usable form.
        LocalServerError: no ``NEO4J_URI`` is set and no local Neo4j runs.
    """
    return Database(connection_of(settings), query_timeout=settings.query_timeout)


def connection_of(settings: Settings) -> Connection:
    """Where the settings' Neo4j is now; raises what :func:`open_database` raises."""
    if settings.neo4j_uri is None:
        from kg import server

        uri, user, password = server.connection(settings)
        return Connection(
            uri, user, password, settings.neo4j_database, hint="start it with `therapath up`"
        )
    if settings.neo4j_password is None:
        raise SettingsError("NEO4J_URI is set but NEO4J_PASSWORD is not")
    return Connection(
        settings.neo4j_uri,
        settings.neo4j_user,
        settings.neo4j_password.get_secret_value(),
        settings.neo4j_database,
    )

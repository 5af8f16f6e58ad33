"""``neo4j.conf`` of the local Neo4j: loopback only, silent to the outside, quick to stop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kg.server.versions import ServerVersion

if TYPE_CHECKING:
    from kg.settings import Settings

__all__ = ["LOOPBACK", "configuration_text", "configured_ports"]

#: The only address the local server listens on.
LOOPBACK = "127.0.0.1"

_HEADER = "# Written by therapath at every start; changes made here are lost.\n"


def configuration_text(version: ServerVersion, settings: Settings) -> str:
    """Write out the whole configuration."""
    pairs = (*_pairs(settings), *version.settings)
    # The admin commands (bulk import) start a child JVM with these.
    options = (("server.jvm.additional", option) for option in version.java_options)
    return _HEADER + "".join(f"{name}={value}\n" for name, value in (*pairs, *options))


def _pairs(settings: Settings) -> Iterator[tuple[str, str]]:
    yield "server.default_listen_address", LOOPBACK
    yield "server.default_advertised_address", "localhost"
    for connector, port in (("bolt", settings.bolt_port), ("http", settings.browser_port)):
        yield f"server.{connector}.enabled", "true"
        yield f"server.{connector}.listen_address", f"{LOOPBACK}:{port}"
        # Neo4j Browser allows "localhost" and not "127.0.0.1" for guides and connections.
        yield f"server.{connector}.advertised_address", f"localhost:{port}"
    yield "server.https.enabled", "false"
    yield "server.memory.pagecache.size", f"{settings.page_cache_mib}m"
    # Nothing about the user's work leaves the machine.
    yield "dbms.usage_report.enabled", "false"
    yield "server.bolt.telemetry.enabled", "false"
    yield "client.allow_telemetry", "false"
    # The settings of Neo4j Browser (client.*, browser.*) are refused by the strict check.
    yield "server.config.strict_validation.enabled", "false"
    # A guide that cannot be fetched would be looked for on the Internet otherwise.
    yield "browser.remote_content_hostname_whitelist", "localhost"
    # Played on connecting. Where `therapath serve` does not run, Neo4j Browser says that there is
    # no such guide, beneath this address, which tells what is missing.
    yield "browser.post_connect_cmd", f"play {settings.guide}?needs=therapath-serve"
    # 256 MiB for each of two databases are set aside otherwise, on a laptop for a small graph.
    yield "db.tx_log.rotation.size", "64m"
    yield "db.tx_log.rotation.retention_policy", "256m size"
    yield "internal.dbms.bolt.netty_server_shutdown_timeout", "2s"


def configured_ports(text: str) -> tuple[int, int]:
    """Read the Bolt and the Browser port back from a configuration.

    Raises:
        ValueError: it is not one that therapath wrote.
    """
    pairs = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    try:
        bolt, http = (pairs[f"server.{name}.listen_address"] for name in ("bolt", "http"))
    except KeyError as error:
        raise ValueError(f"no {error.args[0]} in neo4j.conf") from error
    return int(bolt.rpartition(":")[2]), int(http.rpartition(":")[2])

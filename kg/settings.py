"""The one place that reads the environment.

Two groups of variables: ``NEO4J_*`` name a server (any ``bolt://``, ``neo4j://`` or
``neo4j+s://`` address), ``THERAPATH_*`` everything else. Without ``NEO4J_URI`` the local
Neo4j that ``therapath up`` started is used.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from kg.errors import SettingsError

__all__ = [
    "DEFAULT_NEO4J_VERSION",
    "SUPPORTED_NEO4J_VERSIONS",
    "Settings",
    "guide_address",
    "load_settings",
]

#: The Neo4j that ``therapath up`` starts unless asked otherwise.
DEFAULT_NEO4J_VERSION = "2026.08.1"
#: Versions with a committed lock of jars; the second is the long-term support line.
SUPPORTED_NEO4J_VERSIONS = (DEFAULT_NEO4J_VERSION, "5.26.30")


class Settings(BaseSettings):
    """All settings, read once at the entry of a process and passed down."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    #: Address of a server of your own; empty means the local one.
    neo4j_uri: str | None = Field(default=None, validation_alias="NEO4J_URI")
    neo4j_user: str = Field(default="neo4j", validation_alias="NEO4J_USER")
    neo4j_password: SecretStr | None = Field(default=None, validation_alias="NEO4J_PASSWORD")
    neo4j_database: str | None = Field(default=None, validation_alias="NEO4J_DATABASE")

    #: Where the local Neo4j keeps data, logs, ports and password.
    home_override: Path | None = Field(default=None, validation_alias="THERAPATH_HOME")
    #: Where downloaded jars are kept, shared by all projects of the user.
    cache_override: Path | None = Field(default=None, validation_alias="THERAPATH_CACHE")

    #: Another Maven repository to download the local Neo4j from: a mirror in a closed network.
    maven_repository: str | None = Field(
        default=None, validation_alias="THERAPATH_MAVEN_REPOSITORY"
    )

    #: Ports of the local Neo4j; all listen on loopback only.
    bolt_port: int = Field(default=7687, ge=1, le=65535, validation_alias="THERAPATH_BOLT_PORT")
    browser_port: int = Field(
        default=7474, ge=1, le=65535, validation_alias="THERAPATH_BROWSER_PORT"
    )
    #: Port of ``therapath serve``, where the local Neo4j Browser finds its guide.
    serve_port: int = Field(default=8000, ge=1, le=65535, validation_alias="THERAPATH_SERVE_PORT")
    #: Memory of the local Neo4j, in MiB.
    heap_mib: int = Field(default=1024, ge=256, validation_alias="THERAPATH_HEAP_MIB")
    page_cache_mib: int = Field(default=512, ge=64, validation_alias="THERAPATH_PAGE_CACHE_MIB")

    #: Memory of `therapath build` and of Neo4j's importer, in MiB; what does not fit is put on
    #: the disk, or read again.
    build_memory_mib: int = Field(
        default=3072, ge=256, validation_alias="THERAPATH_BUILD_MEMORY_MIB"
    )
    import_memory_mib: int = Field(
        default=4096, ge=512, validation_alias="THERAPATH_IMPORT_MEMORY_MIB"
    )

    #: Rows that ``therapath load`` writes in one transaction; a small heap may want fewer.
    load_batch: int = Field(default=5_000, ge=1, le=50_000, validation_alias="THERAPATH_LOAD_BATCH")

    #: Server-side limit of one read query, in seconds.
    query_timeout: float = Field(default=30.0, gt=0, validation_alias="THERAPATH_QUERY_TIMEOUT")
    #: Longest that an export over HTTP may take as a whole, in seconds; each of its statements has
    #: the limit above.
    export_timeout: float = Field(default=3600.0, gt=0, validation_alias="THERAPATH_EXPORT_TIMEOUT")
    #: Memory for answers kept while the graph stays the same, in MiB a process; 0 for none.
    answer_cache_mib: int = Field(default=64, ge=0, validation_alias="THERAPATH_ANSWER_CACHE_MIB")
    #: Whether ``therapath serve`` has Neo4j plan all questions when it starts, and imports what
    #: pools, in the background.
    plan_ahead: bool = Field(default=True, validation_alias="THERAPATH_PLAN_AHEAD")
    #: Largest body ``POST /v1/facts`` takes, in bytes.
    max_body_bytes: int = Field(
        default=16 * 1024 * 1024, gt=0, validation_alias="THERAPATH_MAX_BODY_BYTES"
    )

    #: Where ``therapath fetch clinicaltrials`` asks; ``http://`` on this machine only.
    clinicaltrials_api: str = Field(
        default="https://clinicaltrials.gov/api/v2",
        validation_alias="THERAPATH_CLINICALTRIALS_API",
    )

    #: Host names the HTTP interface answers to, separated by commas; ``*`` for any.
    allowed_hosts: str = Field(
        default="localhost,127.0.0.1,[::1]", validation_alias="THERAPATH_ALLOWED_HOSTS"
    )

    @property
    def hosts(self) -> list[str]:
        """:attr:`allowed_hosts` as a list."""
        return [host.strip() for host in self.allowed_hosts.split(",") if host.strip()]

    @property
    def guide(self) -> str:
        """Address of the guide for Neo4j Browser, which takes ``localhost`` and no other name."""
        return guide_address(self.serve_port)

    @cached_property
    def home(self) -> Path:
        """Folder of the local Neo4j (data, logs, password)."""
        return self.home_override or Path(platformdirs.user_data_dir("therapath", appauthor=False))

    @cached_property
    def cache(self) -> Path:
        """Folder of downloaded jars."""
        return self.cache_override or Path(
            platformdirs.user_cache_dir("therapath", appauthor=False)
        )


def guide_address(port: int) -> str:
    """Address of the guide for Neo4j Browser that ``therapath serve`` gives on a port."""
    return f"http://localhost:{port}/browser-guide/therapath.html"


def load_settings() -> Settings:
    """Read the environment.

    Raises:
        SettingsError: a variable has an unusable value; the message names it.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = first["loc"][0] if first["loc"] else "a setting"
        raise SettingsError(
            f"environment variable {name}: {first['msg']} (got {first.get('input')!r})"
        ) from error

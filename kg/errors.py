"""Every failure therapath names. Nothing else is raised on purpose.

::

    TherapathError
    ├── SettingsError                 an environment variable is unusable
    ├── InputError                    the caller's input; has .field
    │   ├── InvalidValue              out of range, wrong form
    │   │   └── UnknownChoice         none of a closed list; has .near_misses, words of the list
    │   ├── UnknownName               no such entity or source; has .near_misses
    │   ├── AmbiguousName             several entities; has .candidates
    │   ├── NotFound                  no record with this id
    │   └── NotUnderstood             a question outside the controlled language
    ├── LoadError                     a file or folder that cannot be read as facts
    ├── ReleaseError                  a release that is damaged or of another layout; has .advice
    ├── PlotsExtraMissing             the `plots` extra is not installed; has .advice
    ├── QueryFileError                a .cypher file whose header is not true
    ├── DatabaseError                 has .advice: what to do about it
    │   ├── DatabaseUnavailable       nothing answers, or it stopped answering
    │   ├── DatabaseRefused           wrong user or password
    │   ├── DatabaseUnsupported       an older Neo4j than therapath needs
    │   ├── DatabaseNotReady          reachable, but without therapath's schema
    │   ├── QueryTimeout              the server ended a query at its time limit
    │   ├── DatabaseHalted            it can no longer write, mostly for a full disk
    │   ├── TransactionTooLarge       more at once than the server's memory for a transaction
    │   ├── SourceInUse               another load changed the source meanwhile
    │   └── GraphChanged              the graph changed while it was being read as a whole
    └── LocalServerError              the embedded Neo4j; has .advice
        ├── LocalExtraMissing         the `local` extra is not installed
        ├── DownloadFailed            no network and nothing cached, or a bad checksum
        ├── PortTaken                 somebody else listens there
        ├── DiskFull                  no room for the download or the data
        ├── ServerCrashed             it stopped while starting; has .log_tail
        ├── BulkImportFailed          neo4j-admin refused its input; has .log_tail
        └── AlreadyRunning            another version holds this data folder
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class TherapathError(Exception):
    """Root of every error raised on purpose; its text is fit to show a user."""


class SettingsError(TherapathError):
    """An environment variable or setting is unusable."""


class InputError(TherapathError):
    """Something the caller gave is wrong; ``field`` names it."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidValue(InputError):
    """A value is out of range or not of the expected form."""


class UnknownChoice(InvalidValue):
    """A word is none of a closed list; ``near_misses`` are words of the list that come close."""

    def __init__(
        self, message: str, *, field: str | None = None, near_misses: Sequence[str] = ()
    ) -> None:
        super().__init__(message, field=field)
        self.near_misses = list(near_misses)


class UnknownName(InputError):
    """No entity has this id, name or synonym; ``near_misses`` are entities that come close."""

    def __init__(
        self, message: str, *, field: str | None = None, near_misses: Sequence[Any] = ()
    ) -> None:
        super().__init__(message, field=field)
        self.near_misses = list(near_misses)


class AmbiguousName(InputError):
    """Several entities answer to this name; ``candidates`` lists them."""

    def __init__(
        self, message: str, *, field: str | None = None, candidates: Sequence[Any] = ()
    ) -> None:
        super().__init__(message, field=field)
        self.candidates = list(candidates)


class NotFound(InputError):
    """No record has this id."""


class NotUnderstood(InputError):
    """The question is outside the controlled language.

    ``understood`` says what was recognised, ``suggestions`` are questions that would work.
    """

    def __init__(
        self, message: str, *, understood: Sequence[str] = (), suggestions: Sequence[str] = ()
    ) -> None:
        super().__init__(message, field="q")
        self.understood = list(understood)
        self.suggestions = list(suggestions)


class LoadError(TherapathError):
    """A path cannot be read as facts at all (missing, a directory without facts, not text)."""


class QueryFileError(TherapathError):
    """A ``.cypher`` file's header does not agree with its statement."""


class AdvisedError(TherapathError):
    """An error with ``advice``: what the user can do about it."""

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.advice = advice


class ReleaseError(AdvisedError):
    """A release cannot be made, or one is damaged, incomplete or of another layout."""


class DatabaseError(AdvisedError):
    """Neo4j could not do what was asked."""


class DatabaseUnavailable(DatabaseError):
    """Nothing answers at the address, or it stopped answering."""


class DatabaseRefused(DatabaseError):
    """The user or password is wrong."""


class DatabaseUnsupported(DatabaseError):
    """The server is older than therapath needs."""


class DatabaseNotReady(DatabaseError):
    """The server answers but the schema is not in place."""


class QueryTimeout(DatabaseError):
    """The server ended a query at its time limit."""


class DatabaseHalted(DatabaseError):
    """Neo4j could not write to its disk, and takes nothing more until it is started again."""


class TransactionTooLarge(DatabaseError):
    """What is to happen in one step needs more memory than the server gives a transaction."""


class SourceInUse(DatabaseError):
    """Another load or retraction changed the source while it was being loaded."""


class GraphChanged(DatabaseError):
    """Somebody changed the graph while it was being read as a whole."""


class PlotsExtraMissing(AdvisedError):
    """The ``plots`` extra (matplotlib) is not installed, so nothing can be drawn."""


class LocalServerError(AdvisedError):
    """The embedded Neo4j could not be installed, started or stopped."""


class LocalExtraMissing(LocalServerError):
    """The ``local`` extra (Java runtime, resolver) is not installed."""


class DownloadFailed(LocalServerError):
    """The server could not be downloaded, or a file did not match its checksum."""


class PortTaken(LocalServerError):
    """Somebody else listens on the port."""


class DiskFull(LocalServerError):
    """There is no room for the download or the data."""


class ServerCrashed(LocalServerError):
    """Neo4j stopped while starting; ``log_tail`` has its last lines."""

    def __init__(self, message: str, *, advice: str = "", log_tail: Sequence[str] = ()) -> None:
        super().__init__(message, advice=advice)
        self.log_tail = list(log_tail)


class BulkImportFailed(ServerCrashed):
    """Neo4j's importer failed; the graph that was there is untouched."""


class AlreadyRunning(LocalServerError):
    """Another version is running on this data folder."""

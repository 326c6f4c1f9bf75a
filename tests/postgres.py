"""A PostgreSQL server of the tests' own: in a folder that goes, on a socket nobody else has."""

from __future__ import annotations

import getpass
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path


def program(name: str) -> str | None:
    """Find a program of PostgreSQL; Debian keeps those of the server out of the path."""
    found = shutil.which(name)
    if found and Path(found).resolve().parent.joinpath("initdb").exists():
        return str(Path(found).resolve())
    held = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(held[-1]) if held else found


class Cluster:
    """A server that is started, killed and started again."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kanmon-pg-", dir="/tmp"))
        # The server refuses to run as root: there it runs as the account its package made.
        self.user = "postgres" if os.geteuid() == 0 else None
        if self.user:
            held = pwd.getpwnam(self.user)
            os.chown(self.folder, held.pw_uid, held.pw_gid)
        self.data = self.folder / "data"
        self.count = 0
        self._run("initdb", "-D", str(self.data), "-A", "trust", "-U", "kanmon", "-E", "UTF8")
        self.start()

    def _run(self, name: str, *asked: str) -> None:
        path = program(name)
        assert path is not None
        subprocess.run(
            [path, *asked],
            user=self.user,
            cwd=self.folder,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )

    def start(self) -> None:
        """Start it and wait until it answers."""
        log = self.folder / "log"
        options = f"-k {self.folder} -c listen_addresses='' -c max_connections=120"
        self._run(
            "pg_ctl", "-D", str(self.data), "-w", "-t", "60", "-l", str(log), "-o", options, "start"
        )

    def kill(self) -> None:
        """End it as a failing machine does."""
        first = int((self.data / "postmaster.pid").read_text().split()[0])
        children = subprocess.run(
            ["pgrep", "-P", str(first)], capture_output=True, text=True, check=False
        ).stdout.split()
        for one in (first, *map(int, children)):
            try:
                os.kill(one, signal.SIGKILL)
            except ProcessLookupError:
                continue
        while Path(f"/proc/{first}").exists():
            time.sleep(0.02)

    def database(self) -> str:
        """Make an empty database, and give its address."""
        self.count += 1
        name = f"t{self.count}"
        self._run("createdb", "-h", str(self.folder), "-U", "kanmon", name)
        return f"postgresql://kanmon@/{name}?host={self.folder}"

    def stop(self) -> None:
        """Stop it and take its folder away."""
        subprocess.run(
            [str(program("pg_ctl")), "-D", str(self.data), "-m", "immediate", "stop"],
            user=self.user,
            cwd=self.folder,
            check=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def why_not() -> str:
    """Say why no server can be had here; empty where one can."""
    if program("initdb") is None or program("pg_ctl") is None:
        return "no PostgreSQL server on this machine"
    if os.geteuid() == 0:
        try:
            pwd.getpwnam("postgres")
        except KeyError:
            return f"{getpass.getuser()} may not run a PostgreSQL server"
    return ""

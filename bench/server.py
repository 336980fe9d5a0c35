"""A server under measurement: granian with two workers, its processor time and memory, and those of its database."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from serve import LEAN

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")
WORKERS, THREADS = 2, 3  # as kracht.config.web


class Server:
    """One granian on a port, with the settings of a project in this folder."""

    def __init__(self, project: str, port: int, database: str) -> None:
        self.port, self.database = port, database
        surroundings = {
            **os.environ,
            **LEAN,
            "DATABASE_URL": database,
            "KRACHT_MODE": "demo",
            "KRACHT_URL": f"http://127.0.0.1:{port}",
            "PYTHONPATH": f"{ROOT / 'bench'}:{ROOT / 'src'}",
            "DJANGO_SETTINGS_MODULE": f"{project}.settings",
        }
        own = ["python", "-m", "kracht.config.web", "--site", f"{project}.wsgi"]
        plain = ["granian", "--interface", "wsgi", "--blocking-threads", str(THREADS), "--no-ws",
                 "--log-level", "warning", f"{project}.wsgi:application"]  # fmt: skip
        name, *more = own if project == "ours" else plain
        command = [str(ROOT / ".venv" / "bin" / name), *more, "--workers", str(WORKERS), "--port", str(port)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=surroundings, start_new_session=True)

    def wait(self, path: str, seconds: float = 60) -> None:
        """Until both workers answer."""
        from load import run

        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server stopped with {self.process.returncode}.")
            try:
                done = run(port=self.port, paths=[path], clients=8, seconds=1)
            except RuntimeError:
                continue
            if done.requests and not done.refused and not done.broken:
                return
            time.sleep(0.3)
        raise RuntimeError(f"{path} does not answer well.")

    def processes(self) -> list[int]:
        """The server and its children."""
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            for path in Path(f"/proc/{pid}/task").glob("*/children"):
                todo += map(int, path.read_text().split())
        return found

    def cpu(self) -> float:
        """Seconds of processor time so far, of the server and of its database connections."""
        return sum(map(_cpu, [*self.processes(), *self.connections()]))

    def connections(self) -> list[int]:
        """Processes of the database that serve this database (and not this question)."""
        with psycopg.connect(self.database, autocommit=True) as db:
            rows = db.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type IN ('client backend', 'parallel worker')"
            )
            return [row[0] for row in rows]

    def memory(self) -> float:
        """MiB of the server and its workers: shared pages counted once (PSS)."""
        return sum(_memory(pid) for pid in self.processes()) / 1024

    def stop(self) -> None:
        """End it with its workers."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()


def _cpu(pid: int) -> float:
    try:
        parts = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(parts[11]) + int(parts[12])) / TICK


def _memory(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        return 0
    return 0

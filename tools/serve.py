"""Runs the site and keeps it running: database, web server and job worker, each restarted when it dies.

    python tools/serve.py [--demo]

`--demo` first loads the demo and prints the accounts; the example portfolio follows while the site serves. Ctrl-C or SIGTERM stops everything cleanly. Production
uses systemd instead (docs/how-to/host.md).
"""

import argparse
import math
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from pg import Cluster

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
MANAGE = [str(BIN / "python"), "manage.py"]
QUICK_DEATH = 5.0  # seconds; a process that dies sooner waits before its next start
LONGEST_WAIT = 15.0
GRACE = 10.0  # seconds between asking a process to stop and killing it
DATABASE_CHECK = 2.0
# what is freed goes back to the machine: one memory pool per two threads, small rests too, no threads for matrices
LEAN = {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": "65536", "OPENBLAS_NUM_THREADS": "1"}


@dataclass
class Child:
    """A process that must run as long as we do, or one that has its work done when it ends."""

    name: str
    command: list[str]
    once: bool = False
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    next_start: float = field(default=0.0)

    def tend(self, now: float) -> None:
        """Start the process when it is not running and its waiting time is over."""
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._signal(signal.SIGKILL)  # what it left behind still holds the port
            if self.once:
                print(f"· {self.name} {'failed' if code else 'is complete'}", flush=True)
                self.next_start = math.inf
                self.process = None
                return
            lived = now - self.started
            self.wait = 0.0 if lived > QUICK_DEATH else min(LONGEST_WAIT, self.wait * 2 or 0.5)
            print(f"· {self.name} stopped (code {code}); starting it again", flush=True)
            self.next_start = now + self.wait
            self.process = None
        if now >= self.next_start:
            self.started = now
            # a session of its own: Ctrl-C reaches us first, and we stop the children in order
            self.process = subprocess.Popen(self.command, cwd=ROOT, start_new_session=True)

    def stop(self) -> None:
        """Ask the process and its children to stop; kill what is left after the grace time."""
        if self.process is None or self.process.poll() is not None:
            return
        self._signal(signal.SIGTERM)
        try:
            self.process.wait(GRACE)
        except subprocess.TimeoutExpired:
            self._signal(signal.SIGKILL)
            self.process.wait()

    def _signal(self, which: signal.Signals) -> None:
        """Reach the whole group of the process, also when its leader is dead already."""
        assert self.process is not None
        try:
            os.killpg(self.process.pid, which)
        except ProcessLookupError:
            return


class Supervisor:
    """Starts the children, looks after them and the embedded database, and stops all in order."""

    def __init__(self, children: list[Child], cluster: Cluster | None) -> None:
        self.children = children
        self.cluster = cluster
        self.stopping = False
        self.database_checked = 0.0

    def ask_to_stop(self, _signal: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def run(self) -> None:
        signal.signal(signal.SIGINT, self.ask_to_stop)
        signal.signal(signal.SIGTERM, self.ask_to_stop)
        while not self.stopping:
            now = time.monotonic()
            self._tend_database(now)
            for child in self.children:
                child.tend(now)
            time.sleep(0.2)
        print("\n· stopping", flush=True)
        for child in self.children:
            child.stop()
        if self.cluster:
            self.cluster.stop()

    def _tend_database(self, now: float) -> None:
        if self.cluster is None or now - self.database_checked < DATABASE_CHECK:
            return
        self.database_checked = now
        if self.cluster.running():
            return
        print("· database stopped; starting it again", flush=True)
        try:
            self.cluster.ensure()
        except RuntimeError as problem:
            print(problem, flush=True)


def manage(*words: str) -> None:
    """Run a management command; leave with its code when it fails."""
    done = subprocess.run([*MANAGE, *words], cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def children(port: int, workers: int) -> list[Child]:
    """Return the web server and the job worker."""
    web = [str(BIN / "python"), "-m", "kracht.config.web", "--port", str(port), "--workers", str(workers)]
    worker = [*MANAGE, "procrastinate", "worker", "--concurrency", "2"]
    return [Child("web server", web), Child("job worker", worker)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the site.")
    parser.add_argument("--demo", action="store_true", help="load and keep a living demo")
    options = parser.parse_args()
    port = int(os.environ.get("PORT", "8000"))
    os.environ.setdefault("KRACHT_URL", f"http://localhost:{port}")
    os.environ |= LEAN | os.environ
    cluster = (
        None if os.environ.get("DATABASE_URL") else Cluster(Path(os.environ.get("KRACHT_RUN", ROOT / ".run")) / "pg")
    )
    if cluster:
        cluster.ensure()
    run = children(port, int(os.environ.get("WEB_WORKERS", "2")))
    if options.demo:
        manage("demo", "--first")
        run.append(Child("the demo", [*MANAGE, "demo", "--rest"], once=True))
    else:
        manage("migrate", "--noinput", "-v0")
        manage("collectstatic", "--noinput", "-v0")
    print(f"\n  Kracht is on http://localhost:{port}   (Ctrl-C stops it)\n", flush=True)
    Supervisor(run, cluster).run()


if __name__ == "__main__":
    main()

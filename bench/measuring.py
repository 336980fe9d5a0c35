"""The work of bench/run.py, which says first where our modules are."""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

import psycopg
from cases import Case, cases, first_view
from judge import SCALES, Result
from load import Load, run, tool
from report import markdown, row
from server import Server

from pg import Cluster

ROOT = Path(__file__).resolve().parent.parent
CLIENTS = (1, 16, 64)
OUT = ROOT / ".run" / "bench"
ROWS = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}


def database(scale: str) -> str:
    """Make the database of this scale ready; kept between runs, made anew when its tables are of another edition."""
    name = f"kracht_bench_{scale}"
    cluster = Cluster()
    url = cluster.ensure(name)
    if _manage(url, "migrate", "--noinput", "-v0", check=False):
        print(f"  {name}: other tables; made anew", flush=True)
        with psycopg.connect(cluster.url("postgres"), autocommit=True) as db:
            db.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        cluster.ensure(name)
        _manage(url, "migrate", "--noinput", "-v0")
    _manage(url, "load_places")
    with psycopg.connect(url, autocommit=True) as db:
        db.execute(
            "DELETE FROM initiatives_need WHERE initiative_id IN (SELECT id FROM initiatives_initiative WHERE source = 'meting-insert')"
        )
        db.execute(
            "DELETE FROM initiatives_party WHERE initiative_id IN (SELECT id FROM initiatives_initiative WHERE source = 'meting-insert')"
        )
        db.execute("DELETE FROM initiatives_initiative WHERE source = 'meting-insert'")
    _manage(url, "seed", scale)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("VACUUM ANALYZE initiatives_initiative")
    return url


def _manage(url: str, *words: str, check: bool = True) -> int:
    surroundings = {**os.environ, "DATABASE_URL": url, "KRACHT_MODE": "demo"}
    python = str(ROOT / ".venv" / "bin" / "python")
    out = None if check else subprocess.DEVNULL
    done = subprocess.run([python, "manage.py", *words], cwd=ROOT, env=surroundings, check=False, stderr=out)
    if check and done.returncode:
        sys.exit(f"manage.py {' '.join(words)} failed.")
    return done.returncode


def free_port() -> int:
    """A port nobody uses now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Bench:
    """The measurements of one scale."""

    def __init__(self, scale: str, seconds: int, only: list[str]) -> None:
        self.scale, self.seconds, self.only = scale, seconds, only
        self.figures: dict[str, dict[str, float]] = {}

    def measure(self) -> Result:
        """Run everything; returns what is kept."""
        print(f"\n{self.scale}: database", flush=True)
        url = database(self.scale)
        wanted = [case for case in cases(url) if not self.only or any(case.key.startswith(one) for one in self.only)]
        load = os.getloadavg()[0]
        servers = {side: Server(side, free_port(), url) for side in ("ours", "ref")}
        try:
            servers["ours"].wait("/healthz")
            servers["ref"].wait("/empty")
            before = servers["ours"].memory()
            self._baselines(servers["ref"])
            for case in wanted:
                self._case(servers["ref"], "ref", case, case.ref)
                self._case(servers["ours"], "ours", case, case.ours)
            return {
                "rows": ROWS[self.scale],
                "load": load,
                "tool": tool(),
                "labels": {case.key: case.label for case in wanted},
                "figures": self.figures,
                "memory_before": before,
                "memory": servers["ours"].memory(),
                "idle": _idle(servers["ours"]),
                "first_view": _first_view(servers["ours"].port),
                "findable": _findable(servers["ours"].port),
            }
        finally:
            for server in servers.values():
                server.stop()

    def _baselines(self, ref: Server) -> None:
        self._case(ref, "ref", Case("empty", "empty view", ()), ("/empty",))
        nginx = shutil.which("nginx")
        if nginx:
            self._static(nginx)
        else:
            print("  static file by nginx: skipped, nginx is not installed", flush=True)

    def _static(self, nginx: str) -> None:
        with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
            probe.close()
            home = Path(folder)
            home.chmod(0o755)
            (home / "file.json").write_bytes(b"[" + b"[5.1,52.1,7]," * 150 + b"[]]")
            (home / "nginx.conf").write_text(
                f"daemon off; worker_processes 2; pid {home}/pid; error_log /dev/null; events {{}}\n"
                f"http {{ access_log off; client_body_temp_path {home}/b; proxy_temp_path {home}/p; fastcgi_temp_path"
                f" {home}/f; uwsgi_temp_path {home}/u; scgi_temp_path {home}/s; server {{ listen 127.0.0.1:{port}; root"
                f" {home}; keepalive_requests 10000000; }} }}\n"
            )
            process = subprocess.Popen([nginx, "-c", str(home / "nginx.conf")], stderr=subprocess.DEVNULL)
            try:
                time.sleep(0.5)
                for clients in CLIENTS:
                    done = run(port=port, paths=["/file.json"], clients=clients, seconds=1)
                    self._keep("static file", clients, done, 0.0)
            except RuntimeError as problem:
                print(f"  static file by nginx: skipped, {problem}", flush=True)
            finally:
                process.terminate()
                process.wait()

    def _case(self, server: Server, side: str, case: Case, paths: tuple[str, ...]) -> None:
        if not paths:
            return
        etag = _etag(server.port, paths[0]) if case.same_tile else ""
        run(port=server.port, paths=list(paths), clients=4, seconds=1, method=case.method, etag=etag)  # warm
        _settle(server)
        for clients in CLIENTS:
            seconds = self.seconds * (2 if clients == 16 else 1)
            before = server.cpu()
            done = run(
                port=server.port, paths=list(paths), clients=clients, seconds=seconds, method=case.method, etag=etag
            )
            self._keep(f"{side} {case.key}", clients, done, server.cpu() - before)
            _settle(server)
        print(f"  {side:4} {case.key:14} {row(f'{side} {case.key}', self.figures)}", flush=True)

    def _keep(self, name: str, clients: int, done: Load, cpu: float) -> None:
        self.figures[f"{name} {clients}"] = {
            "rate": done.rate,
            "p50": done.p50,
            "p95": done.p95,
            "cpu": cpu * 1000 / max(1, done.requests),
            "bytes": done.bytes,
            "refused": done.refused,
            "broken": done.broken,
        }
        if done.refused or done.broken:
            print(f"  {name} at {clients}: {done.refused} refused, {done.broken} broken", flush=True)


def _get(port: int, path: str, method: str = "GET") -> tuple[dict[str, str], bytes]:
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    client.request(method, path, headers={"Accept-Encoding": "gzip"})
    answer = client.getresponse()
    body = answer.read()
    client.close()
    return {name.lower(): value for name, value in answer.getheaders()}, body


def _etag(port: int, path: str) -> str:
    return _get(port, path)[0].get("etag", "")


def _settle(server: Server) -> None:
    """Wait until the server has worked off what the clients left behind when their time was up."""
    for _attempt in range(60):
        before = server.cpu()
        time.sleep(0.1)
        if server.cpu() - before < 0.03:
            return


def _idle(server: Server) -> float:
    """Share of one core used from one to two seconds after the last request of 64 clients."""
    run(port=server.port, paths=["/api/v1/initiatives"], clients=64, seconds=1)
    time.sleep(1)
    before = server.cpu()
    time.sleep(1)
    return server.cpu() - before


def _first_view(port: int) -> int:
    """Bytes of the tiles that a map of the whole country loads first."""
    return sum(len(_get(port, path)[1]) for path in first_view())


def _findable(port: int) -> float:
    """Seconds from publishing until the search finds it."""
    word = json.loads(_get(port, "/bench/publish", "POST")[1])["word"]
    began = time.monotonic()
    while time.monotonic() - began < 30:
        if json.loads(_plain(port, f"/api/v1/initiatives?q={word}"))["items"]:
            return time.monotonic() - began
    return 30.0


def _plain(port: int, path: str) -> bytes:
    client = HTTPConnection("127.0.0.1", port, timeout=60)
    client.request("GET", path)
    body = client.getresponse().read()
    client.close()
    return body


def _kept() -> dict[str, Result]:
    return {scale: json.loads(path.read_text()) for scale in SCALES if (path := OUT / f"{scale}.json").exists()}


def _report() -> None:
    target = ROOT / "docs" / "benchmarks.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text(markdown(_kept(), datetime.now(UTC).date()))
    print(f"\n{target.read_text().split('## Goals')[1].split('## 1')[0]}\n{target}")


def main(description: str) -> None:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", choices=SCALES, default="100k")
    parser.add_argument("--alone", action="store_true", help="this scale only, not the smaller ones")
    parser.add_argument("--seconds", type=int, default=1, help="per case and number of clients (twice at 16)")
    parser.add_argument("--only", default="", help="keys of cases to measure, separated by commas")
    parser.add_argument("--report", action="store_true", help="only write the report of the last results")
    options = parser.parse_args()
    OUT.mkdir(parents=True, exist_ok=True)
    if not options.report:
        only = [one for one in options.only.split(",") if one]
        upto = SCALES[: SCALES.index(options.scale) + 1]
        for scale in [options.scale] if options.alone or only else upto:
            result = Bench(scale, options.seconds, only).measure()
            if not only:
                (OUT / f"{scale}.json").write_text(json.dumps(result, indent=1))
        if only:
            return
    _report()

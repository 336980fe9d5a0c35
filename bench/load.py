"""Clients: keep-alive connections that ask one address after the other. `wrk` where it is installed, else our own."""

import multiprocessing
import os
import shutil
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from threading import Thread
from typing import BinaryIO

HERE = Path(__file__).parent
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Load:
    """What some clients saw. Latencies in ms, bytes per answer with its headers."""

    requests: int
    seconds: float
    p50: float
    p95: float
    bytes: float
    refused: int
    broken: int

    @property
    def rate(self) -> float:
        """Requests per second."""
        return self.requests / self.seconds if self.seconds else 0.0


def tool() -> str:
    """Which clients are used."""
    return "wrk" if shutil.which("wrk") else "bench/load.py"


def run(*, port: int, paths: list[str], clients: int, seconds: int, method: str = "GET", etag: str = "") -> Load:
    """Ask the paths in turn with so many clients for so long."""
    if shutil.which("wrk"):
        return _wrk(port, paths, clients, seconds, method, etag)
    return _own(port, paths, clients, seconds, method, etag)


def _wrk(port: int, paths: list[str], clients: int, seconds: int, method: str, etag: str) -> Load:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(paths))
        file.flush()
        surroundings = {**os.environ, "BENCH_PATHS": file.name, "BENCH_METHOD": method, "BENCH_ETAG": etag}
        words = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(HERE / "paths.lua")]
        done = subprocess.run(
            [*words, f"http://127.0.0.1:{port}"], env=surroundings, capture_output=True, text=True, check=False
        )
    line = next((line for line in done.stdout.splitlines() if line.startswith("FIGURES ")), "")
    if not line:
        raise RuntimeError(f"wrk said nothing: {done.stdout}{done.stderr}")
    n, micros, size, p50, p95, refused, broken = map(int, line.split()[1:])
    return Load(n, micros / 1e6, p50 / 1000, p95 / 1000, size / max(1, n), refused, broken)


def _own(port: int, paths: list[str], clients: int, seconds: int, method: str, etag: str) -> Load:
    """Two processes with threads, each thread one connection."""
    context = multiprocessing.get_context("fork")
    out = context.Queue()
    shares = [clients // 2 + clients % 2, clients // 2]
    workers = [
        context.Process(target=_worker, args=(port, paths, share, seconds, method, etag, out))
        for share in shares
        if share
    ]
    for worker in workers:
        worker.start()
    parts = [out.get() for _ in workers]
    for worker in workers:
        worker.join()
    times = sorted(one for part in parts for one in part[0])
    size, refused, broken = (sum(part[k] for part in parts) for k in (1, 2, 3))
    cuts = quantiles(times, n=100) if len(times) > 1 else [0.0] * 99
    return Load(len(times), seconds, cuts[49] * 1000, cuts[94] * 1000, size / max(1, len(times)), refused, broken)


def _worker(
    port: int, paths: list[str], clients: int, seconds: int, method: str, etag: str, out: "multiprocessing.Queue[tuple]"
) -> None:
    seen: list[list] = [[[], 0, 0, 0] for _ in range(clients)]
    end = time.monotonic() + seconds
    threads = [
        Thread(target=_client, args=(port, paths[k:] + paths[:k], end, method, etag, seen[k])) for k in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = [one for mine in seen for one in mine[0]]
    out.put((times, *(sum(mine[k] for mine in seen) for k in (1, 2, 3))))


def _client(port: int, paths: list[str], end: float, method: str, etag: str, seen: list) -> None:
    extra = f"If-None-Match: {etag}\r\n" if etag else ""
    asks = [
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nContent-Length: 0\r\n{extra}\r\n".encode()
        for path in paths
    ]
    stream = None
    at = 0
    while time.monotonic() < end:
        try:
            if stream is None:
                stream = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).makefile("rwb")
            began = time.perf_counter()
            stream.write(asks[at % len(asks)])
            stream.flush()
            status, size = _answer(stream)
            seen[0].append(time.perf_counter() - began)
            seen[1] += size
            seen[2] += status > 399
        except OSError:
            seen[3] += 1
            stream = None
        at += 1


def _answer(stream: BinaryIO) -> tuple[int, int]:
    """(status, bytes) of one answer."""
    first = stream.readline()
    if not first:
        raise OSError("closed")
    status, size, length, chunked = int(first.split()[1]), len(first), 0, False
    while (line := stream.readline()) not in {b"\r\n", b""}:
        size += len(line)
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        chunked = chunked or (name.lower() == b"transfer-encoding" and b"chunked" in value)
    if chunked:
        while part := int(stream.readline(), 16):
            size += len(stream.read(part + 2))
        stream.readline()
    elif length:
        size += len(stream.read(length))
    return status, size

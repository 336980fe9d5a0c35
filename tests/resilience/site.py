"""A whole site of its own for one test: supervisor, database, web server and worker, with a small client."""

import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import altcha
import psycopg

ROOT = Path(__file__).parents[2]
START_SECONDS = 240  # the tables of a new database, also on a busy machine


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Site:
    """Started by `tools/serve.py` in a folder of its own; `kill` ends one of its processes with SIGKILL."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        plain = {key: value for key, value in os.environ.items() if not key.startswith(("KRACHT_", "DATABASE_"))}
        self.env = plain | {"KRACHT_RUN": str(folder), "KRACHT_MODE": "demo", "PORT": str(self.port)}
        self.log = (folder / "serve.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "tools/serve.py"], cwd=ROOT, env=self.env, stdout=self.log, stderr=self.log
        )

    @property
    def database(self) -> str:
        done = subprocess.run(
            [sys.executable, "tools/pg.py", "status"], cwd=ROOT, env=self.env | {"PG_DIR": str(self.folder / "pg")},
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout.split()[-1]

    def wait(self, seconds: float = START_SECONDS) -> None:
        """Wait until a page is served."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise RuntimeError(self.text())
            try:
                if Client(self.port).ask("GET", "/nl/")[0] == 200:
                    return
            except (OSError, HTTPException):
                pass
            time.sleep(0.3)
        raise RuntimeError(f"the site did not come up\n{self.text()}")

    def manage(self, *words: str) -> None:
        """Run a management command on this site."""
        subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=self.env, check=True, capture_output=True)

    def text(self) -> str:
        return (self.folder / "serve.log").read_text()[-3000:]

    def kill(self, what: str) -> None:
        """End the database server, a web process, the web server above them or the job worker, without a warning."""
        if what == "database":
            pid = int((next((self.folder / "pg").glob("data*/postmaster.pid"))).read_text().split()[0])
            os.kill(pid, signal.SIGKILL)
            return
        web = r"kracht\.config\.web\s--port\s" + str(self.port)
        pattern = {"web": web, "web server": web, "worker": r"manage\.py\sprocrastinate"}[what]
        family = self._children()
        for pid in family[::-1] if what == "web server" else family:
            try:
                command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
            if re.search(pattern, command):
                os.kill(pid, signal.SIGKILL)
                return
        raise RuntimeError(f"no {what} is running")

    def _children(self) -> list[int]:
        """Every process below the supervisor, deepest first."""
        above: dict[int, int] = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                above[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
        found, wave = [], {self.process.pid}
        while wave:
            wave = {pid for pid, parent in above.items() if parent in wave}
            found += sorted(wave)
        return found[::-1]

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Ask the database itself."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[arg-type] # a literal of the test

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(40)
        self.log.close()
        return code


class _Hidden(HTMLParser):
    """Collects hidden inputs of the page's main form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input" and found.get("type") == "hidden" and found.get("name"):
            self.fields[str(found["name"])] = found.get("value") or ""


@dataclass
class Client:
    """A browser without JavaScript: cookies, forms, an address of its own on the loopback."""

    port: int
    address: str = "127.0.0.1"
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, data: dict[str, object] | None = None) -> tuple[int, dict[str, str], str]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20, source_address=(self.address, 0))
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self.cookies.items())}
        body = None
        if data is not None:
            body = urlencode(data, doseq=True)
            headers |= {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        return answer.status, {key.lower(): value for key, value in answer.getheaders()}, text

    def hidden(self, page: str) -> dict[str, str]:
        parser = _Hidden()
        parser.feed(page)
        return parser.fields

    def proof(self) -> str:
        """Do the work that the form asks of a browser; returns the answer as the form sends it."""
        _status, _headers, text = self.ask("GET", "/proof/challenge")
        task = altcha.Challenge.from_dict(json.loads(text))
        answer = altcha.Payload(challenge=task, solution=altcha.solve_challenge(task))
        return base64.b64encode(json.dumps(answer.to_dict()).encode()).decode()

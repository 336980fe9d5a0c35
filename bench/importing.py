"""The work of bench/imports.py, which sets Django up first."""

import random
import resource
import sys
import threading
import time
from collections.abc import Callable

from django.db import connection

from kracht.domains.imports.facts import Choice, Mapping
from kracht.domains.imports.models import Progress, Run
from kracht.domains.imports.operations import applying, checking, starting
from kracht.domains.initiatives.models import Initiative
from kracht.foundation.audit.facts import Program
from kracht.kernel import clock

BY = Program("bench")
KINDS = ("Buurttuin", "Repair Café", "Eetclub", "Energiecoöperatie", "Leeskring", "Klusdienst", "Speelveld", "Wijkbus")
THEMES = ("Groen", "Circulair", "Welzijn", "Energie", "Cultuur", "Scholing", "Sport", "Mobiliteit")


def file(rows: int) -> bytes:
    """A Dutch CSV with so many different records all over the country."""
    rng = random.Random(7)
    lines = ["id;naam;omschrijving;thema;lat;lon;website;e-mail;deelnemers;sinds"]
    for n in range(rows):
        kind = rng.randrange(8)
        lat, lon = rng.gauss(52.1, 0.35), rng.gauss(5.2, 0.5)
        lat, lon = min(max(lat, 51.5), 52.9), min(max(lon, 4.6), 6.4)
        name = f"{KINDS[kind]} {rng.choice('ABCDEFGHIJ')}{n} {rng.choice(('Noord', 'Zuid', 'Oost', 'West'))}"
        story = (
            f"Wij zijn {name} en doen van alles met de buurt. Kom langs op dinsdag, nummer {n}. "
            + "Samen verder. " * 12
        )
        lines.append(
            f"b{n};{name};{story};{THEMES[kind]};{lat:.5f};{lon:.5f};https://www.buurt{n}.example/;"
            f"info@buurt{n}.example;{rng.randrange(5, 300)};{rng.randrange(1990, 2026)}"
        )
    return "\n".join(lines).encode()


def memory() -> float:
    """Peak memory of this process so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch(threading.Thread):
    """Reads the progress from another connection while the work goes on; asks to stop when told to."""

    def __init__(self, run_id: int, stop_at: int = 0) -> None:
        super().__init__(daemon=True)
        self.run_id, self.stop_at, self.over = run_id, stop_at, False
        self.seen: set[int] = set()

    def run(self) -> None:
        """Look ten times a second."""
        while not self.over:
            done = Progress.objects.filter(run_id=self.run_id).values_list("done", flat=True).first() or 0
            self.seen.add(done)
            if self.stop_at and done >= self.stop_at:
                Progress.objects.filter(run_id=self.run_id).update(stop=True)
            time.sleep(0.1)
        connection.close()


def timed(label: str, work: Callable[[], None], run_id: int, stop_at: int = 0) -> float:
    """Do the work with somebody watching, and print what it took."""
    watch = Watch(run_id, stop_at)
    watch.start()
    start = time.monotonic()
    work()
    took = time.monotonic() - start
    watch.over = True
    watch.join()
    print(f"{label:<22}{took:8.1f} s   peak {memory():6.0f} MB   {len(watch.seen)} different stands seen", flush=True)
    return took


def main() -> None:
    """Try, stop half-way, bring in, again, undo."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    at = clock.now()
    before = Initiative.objects.count()
    source = starting.name_source(title="Meting", organisation_id=None, by=BY, user=None, at=at)
    body = file(rows)
    print(f"{rows} rows, {len(body) / 1e6:.1f} MB, {before} entries in the register")

    def received() -> Run:
        chunks = (body[start : start + 65_536] for start in range(0, len(body), 65_536))
        run = starting.receive(source=source, file=starting.Incoming("meting.csv", chunks), by=BY, user=None, at=at)
        starting.map_columns(run=run, mapping=Mapping.of(run.mapping), by=BY, at=at)
        return run

    run = received()
    total = timed("dry run", lambda: checking.check(run_id=run.pk, by=BY, at=at), run.pk)
    applying.choose_rest(run=run, choice=Choice.OTHER)
    applying.start(run=run, by=BY, moderator=True, at=at)
    timed("stopped half-way", lambda: applying.apply(run_id=run.pk, by=BY, at=at), run.pk, stop_at=rows // 2)
    left = Initiative.objects.count() - before
    print(f"  left behind by the stop: {left}")
    applying.start(run=run, by=BY, moderator=True, at=at)
    total += timed("bring in", lambda: applying.apply(run_id=run.pk, by=BY, at=at), run.pk)
    run.refresh_from_db()
    print(f"  {run.counts}")
    again = received()
    timed("dry run again", lambda: checking.check(run_id=again.pk, by=BY, at=at), again.pk)
    again.refresh_from_db()
    print(f"  {again.counts}")
    applying.start_undo(run=run, by=BY, moderator=True, at=at)
    timed("undo", lambda: applying.undo(run_id=run.pk, by=BY, at=at), run.pk)
    print(f"  left behind by the undo: {Initiative.objects.count() - before}")
    source.delete()
    print(f"dry run and bringing in: {total:.0f} s, peak memory {memory():.0f} MB")
    raise SystemExit(0 if total < 300 and memory() < 500 and left == 0 else 1)

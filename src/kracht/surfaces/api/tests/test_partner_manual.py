"""The commands of docs/how-to/partner.md, run as a reader would."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from kracht.domains.partners.tests.factories import key, partner
from kracht.kernel import clock

MANUAL = Path(settings.ROOT) / "docs" / "how-to" / "partner.md"
EXPECTED = ["201", "200", "207", "200", "204", "200", "200"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="the manual speaks of curl, which is not here")
def test_every_command_of_the_manual_does_what_it_says(serving: str) -> None:
    secret = key(partner(namespace="buren"), at=clock.now()).secret
    commands = re.findall(r"```sh\n(.*?)```", MANUAL.read_text(), re.DOTALL)
    found = []
    for command in commands:
        here = command.replace("https://kracht.example", serving).replace(
            "curl ", "curl -s -o /dev/null -w '%{http_code}' "
        )
        done = subprocess.run(
            ["bash", "-c", here], capture_output=True, text=True, timeout=30, check=True,
            env={**os.environ, "KEY": secret, "no_proxy": "*"},
        )  # fmt: skip
        found.append(done.stdout)
    assert found == EXPECTED

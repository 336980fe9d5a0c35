"""The files for a host and its manual say what the code does."""

import re
import shlex
from pathlib import Path

from kracht.config.env import database

ROOT = Path(__file__).parents[2]
NGINX = (ROOT / "deploy/nginx.conf").read_text()
MANUAL = (ROOT / "docs/how-to/host.md").read_text()
SETTINGS = (ROOT / "src/kracht/config/settings.py").read_text()
FOR_BUILDERS = {"KRACHT_RUN"}  # where development keeps its files


def test_the_manual_names_every_setting_and_no_other() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', SETTINGS)) | {"KRACHT_MODE"}
    told = set(re.findall(r"`((?:KRACHT|DATABASE)_[A-Z_]+)[`=]", MANUAL))
    assert told == read - FOR_BUILDERS


def test_nginx_sets_the_header_that_limits_are_counted_by() -> None:
    header = re.search(r'ADDRESS_HEADER = "HTTP_(\w+)" if PRODUCTION', SETTINGS)
    assert header
    assert f"proxy_set_header {header[1].replace('_', '-').title().replace('Ip', 'IP')} $remote_addr;" in NGINX
    assert "proxy_set_header X-Forwarded-Proto https;" in NGINX


def test_nginx_answers_while_the_web_server_starts_without_any_file() -> None:
    named = set(re.findall(r"error_page [\d ]+=\d* (\S+);", NGINX))
    assert named == {"@away"}
    away = NGINX.partition("location @away")[2].partition("\n    }")[0]
    assert "return 503" in away
    assert "Retry-After 30 always" in away
    assert "style" not in away.partition("return 503")[2]  # its policy allows none


def test_files_that_nginx_serves_keep_the_promise_of_https() -> None:
    blocks = re.findall(r"location [^{]+\{(.*?)\n    \}", NGINX, re.DOTALL)
    own = [block for block in blocks if "proxy_pass" not in block]
    assert len(own) == 3
    assert all(f"max-age={63_072_000};" in block and "nosniff always" in block for block in own)


def test_values_in_the_manual_can_be_read_by_a_shell() -> None:
    """Sourced without quotes, an address of a database would end at its first `&`."""
    address = re.search(r"`(postgresql:///\S+)`", MANUAL)
    assert address
    assert shlex.split(f"DATABASE_URL='{address[1]}'") == [f"DATABASE_URL={address[1]}"]
    assert database(address[1])["USER"] == "kracht"
    assert "NAME='value'" in MANUAL
    assert "runuser -u kracht" in MANUAL

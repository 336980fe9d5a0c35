#!/usr/bin/env bash
# Every check that needs no running site, each with its name; all run, and the first failure is not the last word.
set -uo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" KRACHT_MODE=test
failed=()
step() {
  local name=$1; shift
  local out; out=$(mktemp)
  local start=$SECONDS
  if "$@" >"$out" 2>&1; then
    printf '  ok    %-28s %2ds\n' "$name" $((SECONDS - start))
  else
    printf '  FAIL  %-28s\n' "$name"; tail -40 "$out"; failed+=("$name")
  fi
  rm -f "$out"
}
no_addresses() { ! grep -nE '"resolved":|https?://[^"]*(/simple/|registry)' package-lock.json requirements.lock; }
new_migrations() {
  # squawk reads the SQL of what this branch adds to a running site; the first release has nothing that runs yet
  python tools/migrations_sql.py | squawk --config .squawk.toml
}
step "floors and rows"        lint-imports
step "lint"                   ruff check src tests tools bench
step "format"                 ruff format --check src tests tools bench
step "types"                  mypy src/kracht src/socialvalue tools
step "templates"              djlint src --lint --quiet
step "migrations complete"    python manage.py makemigrations --check --dry-run
step "deployment settings"    python manage.py check --fail-level WARNING
step "translations"           python tools/translations.py check
step "locks hold no addresses" no_addresses
step "front end: biome"       npx biome check frontend
step "front end: types"       npx tsc --noEmit
step "architecture"           python -m pytest -q -n 0 tests/architecture
if ((${#failed[@]})); then printf '\nFailed: %s\n' "${failed[*]}"; exit 1; fi

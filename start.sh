#!/bin/sh
# One command: find Python 3.12 to 3.14, build .venv when the pins change, then serve.
# ./start.sh --install REQUIREMENTS only builds; what follows --install is a requirements file.
set -eu
cd "$(dirname "$0")"
requirements=requirements.txt
[ "${1:-}" = "--install" ] && requirements=${2:-requirements.txt}
ok() { "$1" -c 'import sys; sys.exit(not (3,12) <= sys.version_info[:2] <= (3,14))' >/dev/null 2>&1; }
find_python() {
  for p in ${PYTHON:-} python3.13 python3.14 python3.12 python3 python; do
    p=$(command -v "$p" 2>/dev/null) && ok "$p" && { echo "$p"; return; }
  done
  for v in 3.13 3.14 3.12; do
    for p in "${PYENV_ROOT:-$HOME/.pyenv}/versions/$v".*/bin/python3 "$HOME/.local/share/uv/python/cpython-$v".*/bin/python3 "/opt/homebrew/bin/python$v" "/usr/local/bin/python$v"; do
      [ -x "$p" ] && ok "$p" && { echo "$p"; return; }
    done
  done
  return 1
}
say() { printf '%s\n' "$*" >&2; }
make_venv() {
  rm -rf .venv
  uv=$(command -v uv || true)
  if py=$(find_python); then
    say "Using $("$py" -V) at $py"
    if [ -n "$uv" ]; then "$uv" venv -q --python "$py" .venv
    elif ! err=$("$py" -m venv .venv 2>&1); then
      rm -rf .venv; say "$err"
      say "That Python cannot make a virtual environment. Debian/Ubuntu: sudo apt-get install python3-venv, then run this again."
      exit 1
    fi
    return
  fi
  if [ -z "$uv" ]; then # Python is too old: borrow uv from PyPI, let it bring a Python
    say "No Python 3.12-3.14 here ($(python3 -V 2>&1)); trying uv to fetch one."
    if python3 -m venv .tools >/dev/null 2>&1 && .tools/bin/python -m pip install -q uv >/dev/null 2>&1; then uv=.tools/bin/uv; fi
  fi
  if [ -z "$uv" ] || ! "$uv" venv -q --python 3.13 .venv; then
    say "Could not get Python 3.13. Install Python 3.12 or newer (or uv), or point PYTHON at one."
    exit 1
  fi
}
install() { # the stamp names every pin installed so far, so that running the site never undoes the tests' venv
  uv=$(command -v uv || true); [ -z "$uv" ] && [ -x .tools/bin/uv ] && uv=.tools/bin/uv
  say "Installing $1"
  if [ -n "$uv" ]; then "$uv" pip install -q --python .venv/bin/python -r "$1"
  else .venv/bin/python -m pip install -q --disable-pip-version-check -r "$1"; fi
}
ok .venv/bin/python || make_venv
# A database server or a shared cache needs its drivers.
case "${DATABASE_URL:-}${CACHE_URL:-}" in *postgres*|*redis*) [ "$requirements" = requirements.txt ] && requirements=requirements-scale.txt ;; esac
stamp=".venv/.installed-$requirements"
want=$(cat requirements.txt "$requirements" | cksum | tr -d ' ')
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$want" ]; then
  install "$requirements"
  echo "$want" > "$stamp"
fi
[ "${1:-}" = "--install" ] && exit 0
exec .venv/bin/python manage.py serve

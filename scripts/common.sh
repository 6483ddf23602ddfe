# Helpers for the other scripts; sourced, never run. Written for bash 3.2 (macOS) and later.
# Everything said here goes to standard error: standard output belongs to the program.

say() { printf '%s\n' "$*" >&2; }
die() {
  printf 'heist: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '       %s\n' "$line" >&2; done
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# The folder for what was fetched. Prints it; fails with a line if there is no place for it.
cache_folder() {
  local base=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}
  if ! mkdir -p "$base/heist" 2>/dev/null || ! [ -w "$base/heist" ]; then
    die "there is no place to keep what has to be fetched: $base/heist cannot be written." \
      "Set XDG_CACHE_HOME to a folder of yours, or install a JDK 25 and Maven 3.8 or newer."
  fi
  printf '%s\n' "$base/heist"
}

sha256_of() {
  if have sha256sum; then sha256sum "$1" | cut -d' ' -f1
  elif have shasum; then shasum -a 256 "$1" | cut -d' ' -f1
  elif have openssl; then openssl dgst -sha256 -r "$1" | cut -d' ' -f1
  else die "no tool to check a SHA-256 checksum: install sha256sum, shasum or openssl."
  fi
}

# fetch URL FILE [show]: downloads to FILE, with a bar on a terminal if asked; a cut-off download is a failure.
fetch() {
  if have curl && [ "${3-}" = show ] && [ -t 2 ]; then curl -fL --progress-bar --connect-timeout 15 --retry 2 -o "$2" "$1"
  elif have curl; then curl -fsSL --connect-timeout 15 --retry 2 -o "$2" "$1" 2>"$2.error"
  elif have wget; then wget -q --timeout=30 --tries=2 -O "$2" "$1" 2>"$2.error"
  else
    echo "neither curl nor wget is installed" >"$2.error"
    return 1
  fi
}

# fetch_checked WHAT URL FILE SHA256: downloads, compares, and keeps nothing that does not match.
fetch_checked() {
  local what=$1 url=$2 file=$3 wanted=$4 got
  if ! fetch "$url" "$file.part" show; then
    local why
    why=$(tail -n 1 "$file.part.error" 2>/dev/null || true)
    rm -f "$file.part" "$file.part.error"
    die "$what could not be downloaded from $url" "${why:-the download failed.}" "Is there a network? Try again, or see HEIST_JDK_URL and HEIST_MAVEN_URL in ./heist."
  fi
  rm -f "$file.part.error"
  got=$(sha256_of "$file.part")
  if [ "$got" != "$wanted" ]; then
    rm -f "$file.part"
    die "$what from $url is not what its publisher made: it was refused." "SHA-256 should be $wanted" "but is           $got"
  fi
  mv "$file.part" "$file"
}

# Finding a JDK 25, or fetching Temurin; sourced by ./heist.
readonly HEIST_JAVA=25

# Is this folder the home of a JDK of our version? (A JDK, as the program is built where it runs.)
is_our_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  local version=''
  if [ -r "$1/release" ]; then version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release"); fi
  if [ -z "$version" ]; then version=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1); fi
  [ "$version" = "$HEIST_JAVA" ]
}

# The home of the java on the PATH, if any: links are followed, as /usr/bin/java is one.
java_home_on_path() {
  local java
  java=$(command -v java 2>/dev/null) || return 1
  while [ -L "$java" ]; do
    local target
    target=$(readlink "$java")
    case $target in /*) java=$target ;; *) java=$(dirname "$java")/$target ;; esac
  done
  (cd -P "$(dirname "$java")/.." 2>/dev/null && pwd)
}

find_jdk() {
  if [ -n "${HEIST_JAVA_HOME-}" ]; then
    is_our_jdk "$HEIST_JAVA_HOME" || die "HEIST_JAVA_HOME is $HEIST_JAVA_HOME, and that is no JDK $HEIST_JAVA." "Set it to the home of one, or unset it and ./heist looks for one itself."
    printf '%s\n' "$HEIST_JAVA_HOME"
    return
  fi
  local cache=${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/heist candidate
  for candidate in "${JAVA_HOME-}" "$(java_home_on_path || true)" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${SDKMAN_DIR:-${HOME:-/nonexistent}/.sdkman}"/candidates/java/* "$cache"/jdk/* "$cache"/jdk/*/Contents/Home; do
    if is_our_jdk "$candidate"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  fetch_jdk
}

# Where the publisher says which archive is the newest, and its checksum (the Adoptium API, version 3).
jdk_metadata_address() {
  local os arch
  case $(uname -s) in
    Linux) os=linux; [ ! -e /etc/alpine-release ] || os=alpine-linux ;;
    Darwin) os=mac ;;
    *) die "there is no ready-made JDK for $(uname -s) here: install a JDK $HEIST_JAVA and set HEIST_JAVA_HOME. (On Windows use WSL or Docker.)" ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) arch=x64 ;;
    aarch64 | arm64) arch=aarch64 ;;
    ppc64le | s390x | riscv64) arch=$(uname -m) ;;
    *) die "there is no ready-made JDK for $(uname -m) here: install a JDK $HEIST_JAVA and set HEIST_JAVA_HOME." ;;
  esac
  printf 'https://api.adoptium.net/v3/assets/latest/%s/hotspot?architecture=%s&image_type=jdk&os=%s&vendor=eclipse\n' "$HEIST_JAVA" "$arch" "$os"
}

# The value of a text field in a piece of JSON (the metadata's names and addresses hold no escapes).
json_field() { sed -n 's/.*"'"$1"'" *: *"\([^"]*\)".*/\1/p'; }

# Fetches Temurin into the cache. HEIST_JDK_URL is the address of metadata in the same form, for a mirror.
fetch_jdk() {
  local address cache work package link sum home
  address=${HEIST_JDK_URL:-$(jdk_metadata_address)} || exit 1
  cache=$(cache_folder) || exit 1
  mkdir -p "$cache/jdk"
  work=$(mktemp -d "$cache/jdk/.fetch-XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  say "No JDK $HEIST_JAVA was found: fetching Temurin (about 140 MB, once) ..."
  if ! fetch "$address" "$work/metadata"; then
    die "no JDK $HEIST_JAVA was found, and none could be fetched from $address" "$(tail -n 1 "$work/metadata.error" 2>/dev/null)" \
      "Install a JDK $HEIST_JAVA and set HEIST_JAVA_HOME, or connect to the network and try again."
  fi
  # The metadata also names installers: only the object called "package" is the archive.
  package=$(tr '\n' ' ' <"$work/metadata" | grep -o '"package" *: *{[^}]*}' | head -n 1) || true
  link=$(printf '%s' "$package" | json_field link)
  sum=$(printf '%s' "$package" | json_field checksum)
  if [ -z "$link" ] || ! [[ $sum =~ ^[0-9a-f]{64}$ ]]; then
    die "what $address answers names no archive with a checksum: nothing was fetched." "Install a JDK $HEIST_JAVA and set HEIST_JAVA_HOME."
  fi
  fetch_checked "The JDK" "$link" "$work/jdk.tar.gz" "$sum"
  mkdir "$work/tree"
  tar -xzf "$work/jdk.tar.gz" -C "$work/tree" || die "the JDK's archive could not be unpacked in $work. Is the disk full?"
  for home in "$work"/tree/* "$work"/tree/*/Contents/Home; do
    if is_our_jdk "$home"; then break; fi
  done
  is_our_jdk "$home" || die "the archive $link holds no JDK $HEIST_JAVA."
  local name=${home#"$work/tree/"} top
  top=${name%%/*}
  # Whoever else fetched it at the same time has the same one: the first to move it in wins.
  [ -e "$cache/jdk/$top" ] || mv "$work/tree/$top" "$cache/jdk/$top" 2>/dev/null || true
  is_our_jdk "$cache/jdk/$name" || die "the JDK could not be put into $cache/jdk."
  printf '%s\n' "$cache/jdk/$name"
}

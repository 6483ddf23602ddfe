# Building when needed, and starting the program; sourced by ./heist.
#
# Every build gets a folder of its own, target/run/FINGERPRINT: a server that is still running keeps the jars it was
# started with while a newer build is made.

# One line that changes when anything changes that the program is made of.
fingerprint() {
  local tool='sha256sum'
  have sha256sum || tool='shasum -a 256'
  # shellcheck disable=SC2086
  (cd "$HEIST_HOME" && find src/main pom.xml -type f -print0 | LC_ALL=C sort -z | xargs -0 $tool | $tool | cut -c1-16)
}

build_if_needed() {
  local print
  print=$(fingerprint)
  HEIST_RUN=$HEIST_HOME/target/run/$print
  [ -e "$HEIST_RUN/ready" ] && return
  if ! mkdir -p "$HEIST_HOME/target/run" 2>/dev/null || ! [ -w "$HEIST_HOME/target/run" ]; then
    die "Heist is not built yet, and $HEIST_HOME/target cannot be written by $(id -un 2>/dev/null || id -u)." \
      "Let the owner of the folder run ./heist once, or make a copy of it that is yours."
  fi
  lock_build
  # Another ./heist may have built it while this one waited.
  if [ ! -e "$HEIST_RUN/ready" ]; then build "$1"; fi
  unlock_build
}

# One build at a time. flock where there is one (it lets go by itself when its holder dies), else a folder.
lock_build() {
  local lock=$HEIST_HOME/target/build.lock said='' holder
  if have flock; then
    exec 9>"$lock"
    flock -n 9 || {
      say "Another ./heist is building; waiting for it ..."
      flock 9
    }
    return
  fi
  until mkdir "$lock.d" 2>/dev/null; do
    holder=$(cat "$lock.d/pid" 2>/dev/null || true)
    if [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; then
      mv "$lock.d" "$lock.d.$$" 2>/dev/null && rm -rf "$lock.d.$$"
      continue
    fi
    [ -n "$said" ] || say "Another ./heist is building; waiting for it ..."
    said=yes
    sleep 1
  done
  echo $$ >"$lock.d/pid"
}
unlock_build() {
  if have flock; then exec 9>&-; else rm -rf "$HEIST_HOME/target/build.lock.d"; fi
}

# Prints the command of a Maven of version 3.8 or newer: the installed one, else one from the cache, else a fetched one.
find_maven() {
  local jdk=$1 version
  if have mvn; then
    version=$(JAVA_HOME=$jdk mvn -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9]*\)\.\([0-9]*\).*/\1 \2/p' | head -n 1)
    # shellcheck disable=SC2086
    set -- ${version:-0 0}
    if [ "$1" -gt 3 ] || { [ "$1" -eq 3 ] && [ "$2" -ge 8 ]; }; then
      command -v mvn
      return
    fi
  fi
  local properties=$HEIST_HOME/.mvn/wrapper/maven-wrapper.properties url sum cache name work
  url=${HEIST_MAVEN_URL:-$(sed -n 's/^distributionUrl=//p' "$properties")}
  sum=$(sed -n 's/^distributionSha256Sum=//p' "$properties")
  cache=$(cache_folder) || exit 1
  name=$(basename "$url" -bin.zip)
  if [ ! -x "$cache/maven/$name/bin/mvn" ]; then
    mkdir -p "$cache/maven"
    work=$(mktemp -d "$cache/maven/.fetch-XXXXXX")
    # shellcheck disable=SC2064
    trap "rm -rf '$work'" EXIT
    say "No Maven was found: fetching $name (about 9 MB, once) ..."
    fetch_checked "Maven" "$url" "$work/maven.zip" "$sum"
    (cd "$work" && "$jdk/bin/jar" xf maven.zip) || die "the archive $url could not be unpacked."
    [ -f "$work/$name/bin/mvn" ] || die "the archive $url holds no $name."
    chmod +x "$work/$name/bin/mvn"
    [ -e "$cache/maven/$name" ] || mv "$work/$name" "$cache/maven/$name"
  fi
  printf '%s\n' "$cache/maven/$name/bin/mvn"
}

build() {
  local jdk=$1 log=$HEIST_HOME/target/build.log maven start=$SECONDS pid status=0
  maven=$(find_maven "$jdk") || exit 1
  (cd "$HEIST_HOME" && JAVA_HOME=$jdk exec "$maven" -B -Dstyle.color=never -Dmaven.test.skip=true package) >"$log" 2>&1 </dev/null 9>&- &
  pid=$!
  # shellcheck disable=SC2064
  trap "kill $pid 2>/dev/null; exit 130" INT TERM
  show_build "$pid" "$log"
  wait "$pid" || status=$?
  trap - INT TERM
  if [ "$status" -ne 0 ]; then
    say "heist: the build failed. Its last words:"
    grep -E '^\[(ERROR|FATAL)\]' "$log" | grep -vE '^\[ERROR\] *$|Re-run Maven|For more information|\[Help 1\]$|To see the full stack trace' | head -n 20 >&2 || tail -n 20 "$log" >&2
    die "all of it is in $log"
  fi
  keep_build
  say "Built in $((SECONDS - start)) s."
}

# What Maven is at, on one line that is written anew; without a terminal only at the start.
show_build() {
  local pid=$1 log=$2 start=$SECONDS phase fetched
  if [ ! -t 2 ]; then
    say "Building Heist (the first time this fetches libraries and may take some minutes) ..."
    return
  fi
  while kill -0 "$pid" 2>/dev/null; do
    fetched=$(grep -cE '^(\[INFO\] )?Downloaded from' "$log" 2>/dev/null || true)
    phase=$(sed -n 's/^\[INFO\] --- \([a-z-]*\):.*/\1/p' "$log" 2>/dev/null | tail -n 1)
    case $phase in
      *compiler*) phase=compiling ;;
      *jar* | *dependency*) phase=packaging ;;
      *) phase=preparing ;;
    esac
    [ "${fetched:-0}" -eq 0 ] || phase="$phase, $fetched files fetched"
    printf '\r\033[KBuilding Heist: %s (%s s) ' "$phase" "$((SECONDS - start))" >&2
    sleep 0.5
  done
  printf '\r\033[K' >&2
}

# Puts jar and libraries into the build's own folder; the libraries are links where the file system has them.
keep_build() {
  local run=$HEIST_HOME/target/run old jar
  rm -rf "${HEIST_RUN:?}" "$HEIST_RUN.part"
  mkdir -p "$HEIST_RUN.part"
  jar=$(ls -t "$HEIST_HOME"/target/heist-*.jar | head -n 1)
  cp "$jar" "$HEIST_RUN.part/heist.jar"
  cp -Rl "$HEIST_HOME/target/lib" "$HEIST_RUN.part/lib" 2>/dev/null || cp -R "$HEIST_HOME/target/lib" "$HEIST_RUN.part/lib"
  touch "$HEIST_RUN.part/ready"
  mv "$HEIST_RUN.part" "$HEIST_RUN"
  # The two before it stay, as something started from them may still be running.
  # shellcheck disable=SC2012
  ls -dt "$run"/*/ | tail -n +4 | while IFS= read -r old; do rm -rf "$old"; done
}

run_program() {
  local jdk=$1
  shift
  # shellcheck disable=SC2086
  exec "$jdk/bin/java" ${HEIST_JAVA_OPTS-} -XX:+UseCompactObjectHeaders -jar "$HEIST_RUN/heist.jar" "$@"
}

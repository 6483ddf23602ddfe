# A Docker engine and a base image for the tests of ./heist test --all; sourced by test.sh.

# Uses the engine that runs, else starts one of its own as root, which ends with the tests.
start_docker() {
  if docker info >/dev/null 2>&1; then
    say "Docker: the engine that runs here"
  else
    [ "$(id -u)" -eq 0 ] || die "no Docker engine answers, and only root can start one: start Docker, or run ./heist test --all as root."
    local home
    home=$(cache_folder) || exit 1
    home=$home/docker
    mkdir -p "$home"
    DOCKER_OWN=$(mktemp -d "${TMPDIR:-/tmp}/heist-docker-XXXXXX")
    export DOCKER_HOST=unix://$DOCKER_OWN/docker.sock
    (
      trap '' INT # a Ctrl-C ends the tests first, then stop_docker ends the engine
      exec dockerd --data-root "$home" --exec-root "$DOCKER_OWN/exec" --pidfile "$DOCKER_OWN/pid" --host "$DOCKER_HOST" 9>&-
    ) >target/dockerd.log 2>&1 </dev/null &
    trap stop_docker EXIT
    local waited=0
    until docker info >/dev/null 2>&1; do
      waited=$((waited + 1))
      [ "$waited" -lt 60 ] || die "the Docker engine did not start: $(tail -n 1 target/dockerd.log)" "all that it said is in $PWD/target/dockerd.log"
      sleep 1
    done
    say "Docker: an engine of our own, started for the tests"
  fi
  base_images "$1"
}

stop_docker() {
  [ -n "${DOCKER_OWN-}" ] && [ -e "$DOCKER_OWN/pid" ] || return 0
  local pid waited=0
  pid=$(cat "$DOCKER_OWN/pid")
  docker image prune -f >/dev/null 2>&1 || true # what earlier runs built stays in the cache otherwise
  kill "$pid" 2>/dev/null || true
  while kill -0 "$pid" 2>/dev/null && [ "$waited" -lt 30 ]; do
    sleep 1
    waited=$((waited + 1))
  done
  rm -rf "$DOCKER_OWN"
}

# The images that the Dockerfile builds on. Where no image registry can be reached, one is made here under their names:
# a small Debian, and a runtime linked from our JDK. It is labelled, so that nobody takes it for the publisher's.
base_images() {
  local tag made=''
  # shellcheck disable=SC2013
  for tag in $(sed -n 's/^FROM \([^ ]*\).*/\1/p' Dockerfile | sort -u); do
    docker image inspect "$tag" >/dev/null 2>&1 && continue
    timeout 300 docker pull -q "$tag" >/dev/null 2>&1 && continue
    if [ -n "$made" ]; then docker tag "$made" "$tag"; else make_base_image "$1" "$tag"; fi
    made=$tag
  done
}

make_base_image() {
  local tag=$2 root started=$SECONDS mirror suite
  [ "$(id -u)" -eq 0 ] && have debootstrap || die "the image $tag can be fetched from nowhere; to make one here takes root and debootstrap."
  say "No image registry: making $tag from Debian's packages and our JDK ..."
  # shellcheck source=/dev/null
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(CODENAME)' | awk -v suite="$suite" '$2 == suite { print $1; exit }')
  root=$(mktemp -d "${TMPDIR:-/tmp}/heist-base-XXXXXX")
  {
    debootstrap --variant=minbase "$suite" "$root" "$mirror" &&
      mkdir -p "$root/opt/java" &&
      "$1/bin/jlink" --add-modules "$(runtime_modules)" --no-header-files --no-man-pages --strip-debug --output "$root/opt/java/openjdk" &&
      rm -rf "$root"/var/cache/apt/archives/* "$root"/var/lib/apt/lists/* &&
      tar -C "$root" -c . | docker import --change 'ENV JAVA_HOME=/opt/java/openjdk' \
        --change 'ENV PATH=/opt/java/openjdk/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' \
        --change 'LABEL heist.base=made-here' - "$tag"
  } >target/base-image.log 2>&1 </dev/null || {
    rm -rf "$root"
    die "the base image could not be made: $(tail -n 1 target/base-image.log)" "all that was said is in $PWD/target/base-image.log"
  }
  rm -rf "$root"
  say "Made in $((SECONDS - started)) s."
}

# What a JDK of the publisher holds, as far as building and serving have a use for it.
runtime_modules() {
  echo java.se,jdk.unsupported,jdk.crypto.ec,jdk.httpserver,jdk.management,jdk.management.agent,jdk.zipfs,jdk.localedata,jdk.charsets,jdk.net,jdk.naming.dns,jdk.security.auth,jdk.jfr,jdk.jcmd,jdk.nio.mapmode,jdk.compiler,jdk.jartool
}

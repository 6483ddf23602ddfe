# ./heist test [--all] [--long]; sourced by ./heist.
#
#   (nothing)  unit, HTTP, embedded PostgreSQL, the packaged program, and the browser if a Chromium is installed
#   --all      installs what is missing (as root on Debian), adds the checks of the sources (format, Error Prone,
#              NullAway, types of the page's scripts), Docker and third-party clients; all of it must run
#   --long     adds the campaigns: many games, fuzzing for a stated time

heist_test() {
  local all='' long='' option jdk maven
  for option in "$@"; do
    case $option in
      --all) all=yes ;;
      --long) long=yes ;;
      *)
        say "heist: ./heist test knows --all and --long, not $option"
        exit 2
        ;;
    esac
  done
  cd "$HEIST_HOME"
  mkdir -p target 2>/dev/null && [ -w target ] || die "$HEIST_HOME/target cannot be written, and tests need it."
  jdk=$(find_jdk) || exit 1
  maven=$(find_maven "$jdk") || exit 1
  if [ -n "$all" ]; then
    # shellcheck source=scripts/install.sh
    . "$HEIST_HOME/scripts/install.sh"
    # shellcheck source=scripts/docker.sh
    . "$HEIST_HOME/scripts/docker.sh"
    install_for_tests
  fi

  local excluded=packaged,docker,thirdparty packaged=packaged left_out=()
  HEIST_CHROMIUM=${HEIST_CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  export HEIST_CHROMIUM
  if [ -z "$HEIST_CHROMIUM" ]; then
    excluded=$excluded,browser
    left_out+=("browser: no Chromium was found; install one, set HEIST_CHROMIUM, or run ./heist test --all")
  fi
  if [ -z "$all" ] && ! mounts; then
    excluded=$excluded,disk
    left_out+=("disk (one that is full): a small disk cannot be mounted here; run as root")
  fi
  if [ -n "$all" ]; then
    packaged='packaged | docker | thirdparty'
    export HEIST_TEST_ALL=true
    HEIST_COMPOSE=$(compose_command)
    export HEIST_COMPOSE
    start_docker "$jdk"
    install_npm_clients
    install_page_tools
  else
    left_out+=("checks (format, Error Prone, NullAway, types of the page's scripts): ./heist test --all")
    left_out+=("docker, thirdparty (containers; OAuth and MCP clients of others): ./heist test --all")
  fi
  if [ -z "$long" ]; then
    excluded=$excluded,campaign
    left_out+=("campaign (many games, long fuzzing): ./heist test --long")
  fi

  local line
  for line in ${left_out[@]+"${left_out[@]}"}; do printf 'Left out: %s\n' "$line"; done
  check_scripts
  if [ -n "$all" ]; then check_page; fi
  run_maven_tests "$jdk" "$maven" "$excluded" "$packaged" "$([ -n "$long" ] && echo none || echo campaign)" "$all"
  if [ -n "$all" ]; then check_all_ran; fi
  count_tests
}

# Whether a small disk can be mounted, as root may where nothing forbids it.
mounts() {
  local at status=1
  at=$(mktemp -d)
  if mount -t tmpfs -o size=1m tmpfs "$at" 2>/dev/null; then
    status=0
    umount "$at"
  fi
  rmdir "$at"
  return "$status"
}

# The page has no build step, so a misspelt script would only be noticed in a browser.
check_scripts() {
  local file count=0 copy
  have node || { say "No node: the syntax of the page's scripts is not checked."; return 0; }
  copy=$(mktemp -d)
  while IFS= read -r file; do
    count=$((count + 1))
    cp "$file" "$copy/check.mjs" # the page's scripts are modules, whatever their ending
    if ! node --check "$copy/check.mjs" >"$copy/said" 2>&1; then
      sed "s|$copy/check.mjs|$file|" "$copy/said" >&2
      rm -rf "$copy"
      die "a script of the page cannot be read: $file"
    fi
  done < <(find src/main/resources -name '*.js' -type f 2>/dev/null)
  rm -rf "$copy"
  [ "$count" -eq 0 ] || echo "Syntax of $count scripts of the page: good"
}

# The types in the page's JSDoc, and what else the syntax does not show.
check_page() {
  local tools=target/page/node_modules/.bin
  "$tools/tsc" -p scripts/page/jsconfig.json >&2 || die "the types of the page's scripts do not fit."
  "$tools/eslint" -c scripts/page/eslint.config.mjs src/main/resources/dashboard/js >&2 || die "the page's scripts break a rule of scripts/page/eslint.config.mjs."
  echo "Types and manners of the page's scripts: good"
}

run_maven_tests() {
  local jdk=$1 maven=$2 excluded=$3 packaged=$4 campaigns=$5 checks=() status start=$SECONDS log=$HEIST_HOME/target/test.log
  [ -z "$6" ] || checks=(-Dchecks spotless:check)
  rm -rf target/surefire-reports
  lock_build
  set +e # grep's and tee's own results are of no interest, Maven's is
  JAVA_HOME=$jdk "$maven" -B -ntp -Dstyle.color=never \
    -Dheist.test.excluded="$excluded" -Dheist.test.packaged="$packaged" -Dheist.test.packaged.excluded="$campaigns" \
    ${checks[@]+"${checks[@]}"} verify </dev/null 9>&- 2>&1 | tee "$log" |
    grep -E --line-buffered '^\[(INFO|WARNING|ERROR)\] (Running |Tests run:)|^Tests run:'
  status=${PIPESTATUS[0]}
  set -e
  unlock_build
  if [ "$status" -ne 0 ]; then
    say ''
    if grep -q '^\[INFO\] Results:' "$log"; then
      sed -n '/^\[INFO\] Results:/,/^\[ERROR\] Tests run:/p' "$log" | grep -vE '^\[INFO\] *$' | head -n 100 >&2
    else
      grep -E '^\[(ERROR|FATAL)\] .' "$log" | head -n 30 >&2
    fi
    die "the tests failed after $((SECONDS - start)) s; all that was said is in $log"
  fi
  echo "Took $((SECONDS - start)) s; all that was said is in $log"
}

# The plain closing line: how many tests there were, from Surefire's own sums.
count_tests() {
  awk -F'[:,]' '/^\[(INFO|WARNING)\] Tests run:/ && !/Time elapsed/ { run += $2; failed += $4 + $6; skipped += $8 }
    END { printf "%d passed, %d failed, %d skipped\n", run - failed - skipped, failed, skipped }' "$HEIST_HOME/target/test.log"
}

# With --all nothing may be left out without a word: every class of every group has a report, and none was skipped.
check_all_ran() {
  local tag files file name
  for tag in postgres browser disk packaged docker thirdparty; do
    files=$(grep -rl "@Tag(\"$tag\")" src/test/java --include='*Test.java' || true)
    [ -n "$files" ] || die "there is no test of the group $tag."
    for file in $files; do
      name=${file#src/test/java/}
      name=${name%.java}
      name=${name//\//.}
      [ -e "target/surefire-reports/TEST-$name.xml" ] || die "$name of the group $tag did not run."
      if grep -q '<skipped' "target/surefire-reports/TEST-$name.xml"; then
        die "a test of $name (group $tag) was skipped, and --all allows no such thing."
      fi
    done
  done
}

# What `./heist test --all` needs and the machine lacks: installed as root on Debian; sourced by test.sh.

# How Compose is called here: Docker's plug-in, or the older program of its own.
compose_command() {
  if docker compose version >/dev/null 2>&1; then echo docker compose
  elif have docker-compose; then echo docker-compose
  else return 1
  fi
}

install_for_tests() {
  local missing=()
  have chromium || have chromium-browser || have google-chrome || [ -n "${HEIST_CHROMIUM-}" ] || missing+=(chromium)
  have node || missing+=(nodejs)
  have npm || missing+=(npm)
  have python3 || missing+=(python3)
  [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import authlib, requests' 2>/dev/null || missing+=(python3-authlib python3-requests)
  if ! docker info >/dev/null 2>&1; then
    have dockerd || missing+=(docker.io)
    have iptables || missing+=(iptables)
  fi
  compose_command >/dev/null || missing+=(docker-compose)
  have debootstrap || missing+=(debootstrap)
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! have apt-get; then
    die "./heist test --all needs ${missing[*]}: install them, or run it as root on Debian, where it does so itself."
  fi
  say "Installing ${missing[*]} ..."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >target/install.log 2>&1 </dev/null ||
    { tail -n 5 target/install.log >&2; die "${missing[*]} could not be installed; all that was said is in $PWD/target/install.log"; }
}

# Clients of others, from npm, in a folder of their own. Versions are exact; what they bring along is npm's choice.
install_npm_clients() {
  local folder=$HEIST_HOME/target/thirdparty
  mkdir -p "$folder"
  if ! cmp -s "$HEIST_HOME/src/test/thirdparty/package.json" "$folder/package.json" || [ ! -e "$folder/node_modules/.package-lock.json" ]; then
    cp "$HEIST_HOME/src/test/thirdparty/package.json" "$folder/package.json"
    (cd "$folder" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts) >"$folder/npm.log" 2>&1 </dev/null ||
      { tail -n 5 "$folder/npm.log" >&2; die "the npm clients could not be installed; all that was said is in $folder/npm.log"; }
  fi
  cp "$HEIST_HOME"/src/test/thirdparty/*.mjs "$HEIST_HOME"/src/test/thirdparty/*.py "$folder/"
}

# What checks the page's scripts: TypeScript reads their JSDoc types, ESLint their manners.
install_page_tools() {
  local folder=$HEIST_HOME/target/page
  mkdir -p "$folder"
  if ! cmp -s "$HEIST_HOME/scripts/page/package.json" "$folder/package.json" || [ ! -e "$folder/node_modules/.package-lock.json" ]; then
    cp "$HEIST_HOME/scripts/page/package.json" "$folder/package.json"
    (cd "$folder" && npm install --no-package-lock --no-audit --no-fund --ignore-scripts) >"$folder/npm.log" 2>&1 </dev/null ||
      { tail -n 5 "$folder/npm.log" >&2; die "TypeScript and ESLint could not be installed; all that was said is in $folder/npm.log"; }
  fi
}

# What `./heist test --all` needs and the machine lacks: installed as root on Debian; sourced by test.sh.

install_for_tests() {
  local missing=()
  have chromium || have chromium-browser || have google-chrome || [ -n "${HEIST_CHROMIUM-}" ] || missing+=(chromium)
  have node || missing+=(nodejs)
  have npm || missing+=(npm)
  have python3 || missing+=(python3)
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ] || ! have apt-get; then
    die "./heist test --all needs ${missing[*]}: install them, or run it as root on Debian, where it does so itself."
  fi
  say "Installing ${missing[*]} ..."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -y -q --no-install-recommends "${missing[@]}"; } >target/install.log 2>&1 </dev/null ||
    { tail -n 5 target/install.log >&2; die "${missing[*]} could not be installed; all that was said is in $PWD/target/install.log"; }
}

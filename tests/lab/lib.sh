# Settings and small functions of the lab; sourced by its commands. Each setting can be given in the environment.
#
#   DIRAC_TOKENS_LAB_HOME     everything the lab installs, writes and runs from
#   LAB_CS_PORT               CS master            LAB_SERVICES_PORT   CS worker and TokenManager
#   LAB_ISSUER_PORT           first of three OIDC issuers              LAB_DB_PORT         MariaDB
#   LAB_SITES, LAB_USERS      how many ordinary sites and users stand beside the awkward ones
#   LAB_AUTOMERGE             EnableAutoMerge of the CS (no)           LAB_PROPAGATION     seconds between two looks of the worker at the master
#   LAB_TOKEN_LIFE            seconds an access token lives (21600)    LAB_ROTATE          1: issuers rotate refresh tokens
#   LAB_PYTHON                a Python 3.11 with headers and venv

LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
DIRAC_TOKENS_LAB_HOME=${DIRAC_TOKENS_LAB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/dirac-tokens-lab}
export LAB_CS_PORT=${LAB_CS_PORT:-29135} LAB_SERVICES_PORT=${LAB_SERVICES_PORT:-28443}
export LAB_ISSUER_PORT=${LAB_ISSUER_PORT:-28553} LAB_DB_PORT=${LAB_DB_PORT:-23306}
export LAB_SITES=${LAB_SITES:-12} LAB_USERS=${LAB_USERS:-40}
export LAB_AUTOMERGE=${LAB_AUTOMERGE:-no} LAB_PROPAGATION=${LAB_PROPAGATION:-2}
export LAB_TOKEN_LIFE=${LAB_TOKEN_LIFE:-21600} LAB_ROTATE=${LAB_ROTATE:-0}
export DIRAC_TOKENS_LAB_HOME
DIRAC_TOKENS_LAB_HOME=$(realpath -ms "$DIRAC_TOKENS_LAB_HOME")
H=$DIRAC_TOKENS_LAB_HOME
PY=$H/venv/bin/python
MASTER_URL=https://localhost:$LAB_CS_PORT/Configuration/Server
WORKER_URL=https://localhost:$LAB_SERVICES_PORT/Configuration/Server
TOKENS_URL=https://localhost:$LAB_SERVICES_PORT/Framework/TornadoTokenManager
# nothing of the person who runs this may lead us out of the lab; proxies and CA bundles stay, the mirrors may need them
unset X509_USER_PROXY X509_USER_CERT X509_USER_KEY X509_CERT_DIR DIRAC DIRACOS DIRACSYSCONFIG DIRAC_ROOT_PATH PYTHONPATH PYTHONHOME
export NO_PROXY=localhost,127.0.0.1${NO_PROXY:+,$NO_PROXY} PYTHONUTF8=1
export no_proxy=$NO_PROXY

say() { echo "lab: $*" >&2; }
die() { say "$*"; exit 1; }

# One command at a time on this home. The lock's descriptor (9) must not be inherited by what is started.
lock() {
  if [ ! -e "$H/.lab" ]; then
    [ -z "$(ls -A "$H" 2>/dev/null)" ] || die "$H holds something else: set DIRAC_TOKENS_LAB_HOME to a directory for the lab alone"
    mkdir -p "$H" 2>/dev/null && : >"$H/.lab" || die "cannot write to $H: set DIRAC_TOKENS_LAB_HOME to a directory of yours"
  fi
  mkdir -p "$H"/{run,log}
  exec 9>"$H/run/lock"
  flock -w 300 9 || die "another lab command has been at work in $H for five minutes"
}

open_port() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Every process carries DIRAC_TOKENS_LAB_PROCESS=<home>:<name> in its environment: that, not a file, says whose it is.
NAMES="mariadb issuers cs services"
declare -A STARTED

processes() { # [name...]
  local name want=()
  # shellcheck disable=SC2068
  for name in ${@:-$NAMES}; do want+=(-e "DIRAC_TOKENS_LAB_PROCESS=$H:$name"); done
  grep -lzxF "${want[@]}" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

launch() { # name port command...
  local name=$1 port=$2
  shift 2
  STARTED[$name]=$(processes "$name" | head -n 1)
  [ -z "${STARTED[$name]}" ] || return 0
  ! open_port "$port" || die "port $port, wanted for $name, is taken by somebody else: see the settings in tests/lab/lib.sh"
  DIRAC_TOKENS_LAB_PROCESS=$H:$name setsid "$@" >"$H/log/$name.log" 2>&1 </dev/null 9>&- &
  STARTED[$name]=$!
}

wait_for() { # name port
  local end=$((SECONDS + 60))
  until open_port "$2"; do
    kill -0 "${STARTED[$1]}" 2>/dev/null || { tail -n 15 "$H/log/$1.log" >&2; die "$1 ended before it listened on port $2; its log is $H/log/$1.log"; }
    [ $SECONDS -lt $end ] || { tail -n 15 "$H/log/$1.log" >&2; die "$1 did not listen on port $2 within 60 s; its log is $H/log/$1.log"; }
    sleep 0.05
  done
}

stop() { # [name...]
  local p left end=$((SECONDS + 20))
  for p in $(processes "$@"); do kill "$p" 2>/dev/null; done
  while left=$(processes "$@") && [ -n "$left" ]; do
    if [ $SECONDS -ge $end ]; then for p in $left; do kill -9 "$p" 2>/dev/null; done; end=$((SECONDS + 5)); fi
    sleep 0.05
  done
}

sql() { mariadb --no-defaults -uroot -S "$H/run/db.sock" "$@"; }

#!/bin/sh
# Makes the images of the fleet from npm's registry and Debian packages alone, for places where image stores can't be reached.
#
#   deploy/make-images.sh [suite [mirror]]
#
# suite    Debian release; the host's own when left out.
# mirror   address or apt sources file; the host's own apt sources when left out.
#
# Environment: IMAGE (reprove:latest), POSTGRES_IMAGE (reprove-postgres:latest; empty: none is made), NODE_VERSION (this machine's).
# Needs root (or user namespaces), mmdebstrap, docker, node and npm. Run it in a checkout in which `npm ci` was run.
set -eu

image=${IMAGE:-reprove:latest}
postgres=${POSTGRES_IMAGE-reprove-postgres:latest}
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")

for tool in mmdebstrap docker node npm; do
  command -v "$tool" >/dev/null || { echo "make-images: $tool is not installed" >&2; exit 4; }
done
node_version=${NODE_VERSION:-$(node -p process.versions.node)}

suite=${1:-}
if [ -z "$suite" ] && [ -r /etc/os-release ]; then
  suite=$(. /etc/os-release && if [ "${ID:-}" = debian ]; then echo "${VERSION_CODENAME:-}"; fi)
fi
[ -n "$suite" ] || { echo 'make-images: not a Debian host: name a suite, such as bookworm' >&2; exit 2; }
if [ $# -ge 2 ]; then
  mirror=$2
elif [ -f /etc/apt/sources.list.d/debian.sources ]; then
  mirror=/etc/apt/sources.list.d/debian.sources
else
  mirror=/etc/apt/sources.list
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export DOCKER_BUILDKIT="${DOCKER_BUILDKIT:-0}"

base() {
  docker image inspect "$1" >/dev/null 2>&1 && return
  mmdebstrap --variant=minbase --include="$2" "$suite" "$scratch/base.tar" "$mirror"
  docker import "$scratch/base.tar" "$1" >/dev/null
  rm "$scratch/base.tar"
}

# The worker's system is what builds see of one.
base reprove-fleet-base:latest bubblewrap,ca-certificates,git,g++,make,python3
mkdir "$scratch/fleet"
(cd "$root" && npm pack --silent --pack-destination "$scratch" >/dev/null)
npm install --silent --no-audit --no-fund --omit=dev --prefix "$scratch/fleet/app" "$scratch"/reprove-*.tgz
(cd "$scratch" && npm pack --silent "node-linux-$(node -p process.arch)@$node_version" >/dev/null && tar xzf node-linux-*.tgz package/bin/node)
mv "$scratch/package/bin/node" "$scratch/fleet/node"
cp "$here/Dockerfile" "$scratch/fleet/"
docker build -q -t "$image" "$scratch/fleet"

if [ -n "$postgres" ]; then
  base reprove-postgres-base:latest postgresql
  mkdir "$scratch/postgres"
  cp "$here/Dockerfile.postgres" "$here/postgres-start.sh" "$scratch/postgres/"
  docker build -q -f "$scratch/postgres/Dockerfile.postgres" -t "$postgres" "$scratch/postgres"
fi

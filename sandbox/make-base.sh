#!/bin/sh
# Makes the base of the sandbox image from Debian packages alone, for places where image stores can't be reached, then
# the image itself.
#
#   sandbox/make-base.sh [suite [mirror]]
#
# suite    Debian release; the host's own when left out.
# mirror   address or apt sources file; the host's own apt sources when left out.
#
# Environment: ENGINE (docker), IMAGE (reprove-sandbox:latest), BASE (reprove-base:latest).
# Needs root (or user namespaces), mmdebstrap and docker or podman.
set -eu

engine=${ENGINE:-docker}
base=${BASE:-reprove-base:latest}
image=${IMAGE:-reprove-sandbox:latest}
here=$(cd "$(dirname "$0")" && pwd)

for tool in mmdebstrap "$engine"; do
  command -v "$tool" >/dev/null || { echo "make-base: $tool is not installed" >&2; exit 4; }
done

suite=${1:-}
if [ -z "$suite" ] && [ -r /etc/os-release ]; then
  suite=$(. /etc/os-release && if [ "${ID:-}" = debian ]; then echo "${VERSION_CODENAME:-}"; fi)
fi
[ -n "$suite" ] || { echo 'make-base: not a Debian host: name a suite, such as bookworm' >&2; exit 2; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# Without a mirror argument the packages come from where this machine gets its own.
if [ $# -ge 2 ]; then
  mirror=$2
elif [ -f /etc/apt/sources.list.d/debian.sources ]; then
  mirror=/etc/apt/sources.list.d/debian.sources
elif [ -s /etc/apt/sources.list ]; then
  mirror=/etc/apt/sources.list
else
  echo 'make-base: no Debian sources on this host: name a mirror' >&2
  exit 2
fi

# An unpacked copy, not a pipe: a failure half-way must not become an image. mmdebstrap sets the time stamps itself.
mmdebstrap --variant=minbase --include=ca-certificates,git,g++,make,python3 "$suite" "$scratch/base.tar" "$mirror"
"$engine" import "$scratch/base.tar" "$base" >/dev/null
# The legacy builder where it still exists: it needs no builder image of its own.
DOCKER_BUILDKIT=${DOCKER_BUILDKIT:-0} "$engine" build --build-arg "BASE=$base" -t "$image" "$here"
echo "made $image ($suite)"

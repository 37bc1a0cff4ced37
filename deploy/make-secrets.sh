#!/bin/sh
# Makes the secrets of the fleet where there are none: the database's password, its address with it, and the token of the web site.
set -eu

folder=$(cd "$(dirname "$0")" && pwd)/secrets
umask 077
mkdir -p "$folder"

# Nobody but us enters the folder; the containers, whose users are others, are given each file by itself.
make() {
  [ -e "$folder/$1" ] && return
  printf '%s\n' "$2" > "$folder/$1"
  chmod 0444 "$folder/$1"
  echo "made $folder/$1"
}
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

make postgres_password "$(random)"
make database "postgres://reprove:$(cat "$folder/postgres_password")@postgres/reprove"
make web_token "$(random)"

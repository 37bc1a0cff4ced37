#!/bin/sh
# Makes the database where there is none, and starts the server; what the official image does with the same variables.
set -eu

bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
data=${PGDATA:-/var/lib/postgresql/data}/main
user=${POSTGRES_USER:-postgres}

if [ ! -s "$data/PG_VERSION" ]; then
  [ -r "${POSTGRES_PASSWORD_FILE:-}" ] || { echo 'postgres-start: POSTGRES_PASSWORD_FILE names no file that can be read' >&2; exit 2; }
  "$bin/initdb" -D "$data" -U "$user" --pwfile="$POSTGRES_PASSWORD_FILE" -A scram-sha-256 -E UTF8 --data-checksums
  echo 'host all all all scram-sha-256' >> "$data/pg_hba.conf"
  "$bin/pg_ctl" -D "$data" -w -o "-c listen_addresses=''" start
  PGPASSWORD=$(cat "$POSTGRES_PASSWORD_FILE") "$bin/createdb" -U "$user" "${POSTGRES_DB:-$user}"
  "$bin/pg_ctl" -D "$data" -w stop
fi
exec "$bin/postgres" -D "$data" -c 'listen_addresses=*' -c max_connections=200 "$@"

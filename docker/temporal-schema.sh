#!/bin/sh
# Creates both databases of the engine and brings their schemas up to date; safe to run again.
set -eu
SQL_PASSWORD="$(cat /run/secrets/postgres_password)"
export SQL_PASSWORD
versions=/etc/temporal/schema/postgresql/v12

bring_up() { # database, folder of its versions
  # `create` and `setup-schema` fail where the thing exists; `update-schema` is the one that must succeed.
  temporal-sql-tool --db "$1" create || true
  temporal-sql-tool --db "$1" setup-schema -v 0.0 || true
  temporal-sql-tool --db "$1" update-schema -d "$versions/$2/versioned"
}

bring_up temporal temporal
bring_up temporal_visibility visibility

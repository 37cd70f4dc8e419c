#!/bin/bash
# Creates the four databases, each with an owner for the one-shot commands and a reader who has SELECT alone. MariaDB's
# image runs it once, on an empty volume; it can be run again, to mend a set-up that failed or to change passwords.
# Prints no password, and gives none as an argument, which other processes could see.

# A subshell: the image's entrypoint sources a file that has lost its executable bit, and its own settings must stay.
create_databases() (
  set -euo pipefail
  LC_ALL=C
  local agency role name password faults=0 sql=''
  local -A seen=()

  for agency in organizations counties pairings statistics; do
    for role in owner reader; do
      name="${agency}_${role}_password"
      name="${name^^}"
      password="${!name:-}"
      # Leaves nothing to quote, neither in SQL nor in a connection string.
      if [[ ! $password =~ ^[A-Za-z0-9._~-]+$ ]]; then
        echo "$name: expected letters, digits and . _ ~ - alone, at least one" >&2
        faults=1
      # Users' names are no secret: a shared password would make a reader an owner.
      elif [[ -n ${seen[$password]:-} ]]; then
        echo "$name: expected a password of its own, not that of ${seen[$password]}" >&2
        faults=1
      else
        seen[$password]=$name
      fi
      sql+="CREATE OR REPLACE USER ${agency}_${role}@'%' IDENTIFIED BY '${password}';"$'\n'
    done
    sql+="GRANT ALL PRIVILEGES ON ${agency}.* TO ${agency}_owner@'%';"$'\n'
    sql+="GRANT SELECT ON ${agency}.* TO ${agency}_reader@'%';"$'\n'
    # Last, so that the health check sees by the last database that all went through.
    sql+="CREATE DATABASE IF NOT EXISTS ${agency} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;"$'\n'
  done

  if ((faults)); then
    echo 'no database was created. Mend the passwords, run docker compose up --detach mariadb,' >&2
    echo 'then docker compose exec mariadb bash /docker-entrypoint-initdb.d/mariadb-init.sh' >&2
    exit 1
  fi
  printf '%s' "$sql" | MYSQL_PWD="$MARIADB_ROOT_PASSWORD" mariadb --user=root --protocol=socket --socket="${SOCKET:-/run/mysqld/mysqld.sock}" --batch
)

create_databases

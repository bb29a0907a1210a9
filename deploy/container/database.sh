#!/bin/sh
# Run once by the database's image, as its superuser, in an empty cluster: a role that is none, and its database.
# The service does not start as a superuser, whom row-level security does not hold.
set -eu
psql --no-psqlrc --set ON_ERROR_STOP=1 --set password="$(cat /run/secrets/database)" --username postgres <<'SQL'
CREATE ROLE streetsafe LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE streetsafe OWNER streetsafe;
SQL

#!/bin/sh
# The stories' model holds every statement of the stories with its source.
# Needs the table of the statements, which is no part of the project:
# QUID_DATA names the folder that has claims.csv. Skipped (77) without it.
[ -r "${QUID_DATA:-}/claims.csv" ] || {
  echo "skipped: QUID_DATA names no folder with claims.csv"
  exit 77
}
cd "$(dirname "$0")/../.." || exit 1
exec python3 tools/check-stories examples/stories.quid "$QUID_DATA/claims.csv"

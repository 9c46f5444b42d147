#!/bin/sh
# Build one oracle against its library and run it: oracle.sh NAME HEADER LIBS
# Skipped (77) without QUID_FULL, and where the library is not installed.
set -eu
name=$1 header=$2
shift 2
[ "${QUID_FULL-}" ] || { echo "a long form: set QUID_FULL=1"; exit 77; }
cc=${CC:-cc}
echo "#include <$header>" | "$cc" -E -x c - >/dev/null 2>&1 || {
    echo "$header is missing; run: tools/setup --for all"
    exit 77
}
mkdir -p "$BUILD/oracle"
# shellcheck disable=SC2086 # the flags are words
"$cc" -std=gnu17 -O2 -ffp-contract=off -Wall -Wextra -I"$ROOT/src" \
    -o "$BUILD/oracle/$name" "$ROOT/tests/oracle/oracle_$name.c" \
    "$ROOT/src/math/philox.c" "$@" -lm
exec "$BUILD/oracle/$name"

#!/bin/sh
# The kernels have the same bits from every compiler, at every optimisation,
# with every width and on another machine: AArch64, under qemu. It counts as
# skipped (77) when there is nothing to compare with.
set -eu
[ "${QUID_FULL-}" ] || { echo "a long form: set QUID_FULL=1"; exit 77; }
out=$BUILD/oracle/sum
mkdir -p "$out"
cd "$ROOT/tests/unit"

# build COMPILER WIDTHS FLAGS...: the program "$out/sum"
build() {
    cc=$1 widths=$2
    shift 2
    objects=
    for w in $widths; do
        case $w in
        4) isa=-mavx2 ;;
        8) isa='-mavx512f -mavx512dq -mavx512vl' ;;
        *) isa= ;;
        esac
        # shellcheck disable=SC2086 # the flags are words
        "$cc" -std=c17 -ffp-contract=off "$@" $isa "-DQD_LANES=$w" \
            -I"$ROOT/src" -c -o "$out/lanes_$w.o" kernel_lanes.c
        objects="$objects $out/lanes_$w.o"
    done
    # shellcheck disable=SC2086
    "$cc" -std=c17 -ffp-contract=off "$@" -I"$ROOT/src" -o "$out/sum" \
        kernel_sum.c kernel_values.c $objects -lm
}

widths='1 2'
[ "$(uname -m)" != x86_64 ] || widths='1 2 4 8'
: >"$out/all"
compilers=0
for cc in gcc clang; do
    command -v "$cc" >/dev/null || continue
    compilers=$((compilers + 1))
    for level in -O0 -O2 '-O3 -fno-math-errno -fno-trapping-math'; do
        # shellcheck disable=SC2086
        build "$cc" "$widths" $level
        "$out/sum" | sed "s/\$/ lanes, $cc $level/" | tee -a "$out/all"
    done
done
cross=aarch64-linux-gnu-gcc
qemu=$(command -v qemu-aarch64-static || command -v qemu-aarch64 || :)
if command -v $cross >/dev/null && [ "$qemu" ]; then
    compilers=$((compilers + 1))
    build $cross '1 2' -O2 -static
    "$qemu" "$out/sum" | sed 's/$/ lanes, AArch64/' | tee -a "$out/all"
fi
[ $compilers -gt 1 ] || { echo "one compiler only: setup --for all"; exit 77; }
[ "$(cut -d' ' -f1 "$out/all" | sort -u | wc -l)" = 1 ]

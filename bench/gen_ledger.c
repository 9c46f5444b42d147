/* gen_ledger N SEED > FILE: N transactions for ledger, of two postings each,
 * between about a thousand accounts, in the order of their dates. */
#include <stdio.h>
#include <stdlib.h>

#include "bench_lcg.h"

int main(int argc, char **argv)
{
    if (argc != 3) {
        fputs("usage: gen_ledger N SEED\n", stderr);
        return 2;
    }
    long n = strtol(argv[1], NULL, 10);
    struct lcg g = {strtoull(argv[2], NULL, 10)};
    for (long i = 0; i < n; i++) {
        long day = i * 120 * 28 / n; /* ten years, 28 days of each month */
        printf("%ld-%02ld-%02ld Payment %ld\n", 2025 + day / 336,
               day / 28 % 12 + 1, day % 28 + 1, i);
        unsigned to = lcg_below(&g, 1000);
        unsigned cents = lcg_below(&g, 100000000);
        printf("    Costs:P%u  %u.%02u USD\n", to, cents / 100, cents % 100);
        printf("    Cash:P%u\n", lcg_below(&g, 1000));
    }
    return fflush(stdout) == 0 ? 0 : 4;
}

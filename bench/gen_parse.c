/* gen_parse N SEED > FILE: a model of N directives of about 95 bytes, mostly
 * of two fields and two or three sources, as people write them: contracts,
 * rounds, loans and stakes between about a thousand parties, with hedges,
 * partial dates, units, rival claims and deals named before and after their
 * place. Every name is defined and nothing in it is an error. */
#include <stdio.h>
#include <stdlib.h>

#include "bench_lcg.h"

struct gen {
    struct lcg random;
    unsigned parties, sources, deals;
    unsigned deals_done;
};

static unsigned at_most(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static unsigned pick(struct gen *g, unsigned n)
{
    return lcg_below(&g->random, n);
}

static const char *word(struct gen *g, const char *const *list, unsigned n)
{
    return list[pick(g, n)];
}
#define WORD(g, list) word(g, list, sizeof(list) / sizeof((list)[0]))

static unsigned cite(struct gen *g)
{
    unsigned source = pick(g, g->sources);
    printf(" ^s%u", source);
    return source;
}

static void end_of_claim(struct gen *g)
{
    unsigned first = cite(g);
    if (lcg_percent(&g->random, 15))
        printf(" ^s%u", (first + 1) % g->sources);
    putchar('\n');
}

/* One draw a statement here and below: the order in which a call's arguments
 * are worked out is the compiler's. */
static void month(struct gen *g, unsigned first, unsigned years)
{
    unsigned m = pick(g, 12 * years);
    printf("%u-%02u", first + m / 12, 1 + m % 12);
}

/* A number from low to below high with one decimal. */
static void decimal(struct gen *g, unsigned low, unsigned high)
{
    unsigned tenths = 10 * low + pick(g, 10 * (high - low));
    printf("%u.%u", tenths / 10, tenths % 10);
}

/* A number below `top`, mostly a whole one, as it would be printed. */
static void number(struct gen *g, unsigned top)
{
    if (lcg_percent(&g->random, 40))
        decimal(g, 1, top);
    else
        printf("%u", 1 + pick(g, top));
}

static void money(struct gen *g)
{
    static const char *const hedges[] = {
        "", "", "", "", "", "", "~ ", "> ", ">= ", "<~ ",
    };
    static const char *const scales[] = {"bn", "bn", "mn"};
    unsigned kind = pick(g, 20);
    if (kind == 0) {
        fputs("multi bn USD", stdout);
        return;
    }
    if (kind == 1) {
        unsigned low = 1 + pick(g, 40);
        unsigned high = low + 1 + pick(g, 40);
        printf("%u to %u bn USD", low, high);
        return;
    }
    fputs(WORD(g, hedges), stdout);
    number(g, 90);
    printf(" %s USD", WORD(g, scales));
}

static void two_parties(struct gen *g, const char *between)
{
    unsigned a = pick(g, g->parties);
    unsigned b = (a + 1 + pick(g, g->parties - 1)) % g->parties;
    printf(" p%u %s p%u", a, between, b);
}

static void end_of_header(struct gen *g)
{
    if (g->deals_done > 0 && lcg_percent(&g->random, 20))
        printf(" @d%u", pick(g, g->deals));
    if (lcg_percent(&g->random, 5))
        fputs(" #core", stdout);
    cite(g);
    putchar('\n');
}

static void amount(struct gen *g)
{
    fputs("  amount: ", stdout);
    money(g);
    end_of_claim(g);
}

static void party(struct gen *g, unsigned i)
{
    static const char *const kinds[] = {"lab", "cloud", "chipmaker", "bank"};
    printf("party p%u \"Party number %u of the network\"\n", i, i);
    printf("  kind: %s\n", WORD(g, kinds));
    if (i > 0 && lcg_percent(&g->random, 20))
        printf("  parent: p%u\n", pick(g, i));
}

static void source(struct gen *g, unsigned i)
{
    static const char *const kinds[] = {"filing", "company", "report"};
    month(g, 2025, 1);
    printf("-%02u source s%u \"Statement %u\"\n", 1 + pick(g, 28), i, i);
    printf("  publisher: \"Publisher %u\"\n", pick(g, 50));
    printf("  kind: %s\n", WORD(g, kinds));
}

static void deal(struct gen *g)
{
    static const char *const stages[] = {"plan", "talks", "loi", "signed"};
    printf("deal d%u \"A deal of several legs\"", g->deals_done++);
    cite(g);
    printf("\n  stage: %s", WORD(g, stages));
    end_of_claim(g);
    fputs("  when: ", stdout);
    month(g, 2026, 3);
    end_of_claim(g);
}

static void contract(struct gen *g, unsigned i)
{
    static const char *const goods[] = {
        "capacity", "chips", "build", "power", "services",
    };
    month(g, 2026, 3);
    fputs("..", stdout);
    month(g, 2030, 5);
    printf(" contract c%u", i);
    two_parties(g, "->");
    end_of_header(g);
    if (lcg_percent(&g->random, 15))
        amount(g);
    else
        printf("  for: %s\n", WORD(g, goods));
    amount(g);
}

static void equity(struct gen *g, unsigned i)
{
    static const char *const bases[] = {"pre", "post"};
    month(g, 2026, 6);
    printf(" round r%u", i);
    two_parties(g, "->");
    end_of_header(g);
    amount(g);
    fputs("  valuation: ", stdout);
    number(g, 900);
    printf(" bn USD %s", WORD(g, bases));
    end_of_claim(g);
}

static void rate(struct gen *g, unsigned low, unsigned high, const char *unit)
{
    fputs("  rate: ", stdout);
    decimal(g, low, high);
    printf(" %s", unit);
}

static void loan(struct gen *g, unsigned i)
{
    month(g, 2026, 6);
    printf("-%02u loan l%u", 1 + pick(g, 28), i);
    two_parties(g, "->");
    end_of_header(g);
    fputs("  amount: ", stdout);
    number(g, 900);
    fputs(" mn USD", stdout);
    end_of_claim(g);
    printf("  term: %u yr\n", 2 + pick(g, 8));
    if (lcg_percent(&g->random, 40))
        rate(g, 4, 13, "%/yr\n");
}

/* Small, so that the holders of a party stay below the whole. */
static void share(struct gen *g, const char *hedge)
{
    const char *word_before = pick(g, 4) ? "" : hedge;
    printf("  share: %s0.%u %% as-converted", word_before, 1 + pick(g, 9));
    end_of_claim(g);
}

static void stake(struct gen *g, unsigned i)
{
    month(g, 2026, 3);
    printf(".. stake k%u", i);
    two_parties(g, "of");
    end_of_header(g);
    share(g, "~ ");
    share(g, "> ");
}

static void money_in(struct gen *g, unsigned i)
{
    month(g, 2026, 3);
    printf(".. revenue v%u ? -> p%u \"Sales\"", i, pick(g, g->parties));
    end_of_header(g);
    rate(g, 1, 90, "mn USD/mo");
    end_of_claim(g);
    fputs("  stage: signed", stdout);
    end_of_claim(g);
}

static void directive(struct gen *g, unsigned i)
{
    unsigned kind = pick(g, 100);
    if (g->deals_done < g->deals && kind < 2)
        deal(g);
    else if (kind < 55)
        contract(g, i);
    else if (kind < 75)
        equity(g, i);
    else if (kind < 88)
        loan(g, i);
    else if (kind < 96)
        stake(g, i);
    else
        money_in(g, i);
}

/* The deals that chance has not yet placed stand at the end. */
static void model(struct gen *g, unsigned n)
{
    puts("quid 1 \"A generated model\"\n  currency: USD $\n"
         "  horizon: 2025-01..2036-12");
    for (unsigned i = 0; i < g->parties; i++)
        party(g, i);
    for (unsigned i = 0; i < g->sources; i++)
        source(g, i);
    unsigned rest = n - g->parties - g->sources;
    for (unsigned i = 0; i < rest; i++)
        if (rest - i <= g->deals - g->deals_done)
            deal(g);
        else
            directive(g, i);
}

int main(int argc, char **argv)
{
    unsigned n = argc == 3 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    if (n < 10 || n > 100000000) {
        fputs("usage: gen_parse N SEED (N from 10 to 100000000)\n", stderr);
        return 2;
    }
    struct gen g = {.random = {strtoull(argv[2], NULL, 10)}};
    g.parties = at_most(1000, n / 5);
    g.sources = at_most(400, n / 5);
    g.deals = at_most(5000, n / 10);
    model(&g, n);
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 4;
}

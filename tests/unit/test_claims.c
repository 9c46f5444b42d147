/* What stands: every rule of "Claims and assumptions" and "Two times". */
#include "model_text.h"

#include "model/claims.h"

#define PARTIES "party a, b, c\n"

/* "s0<told/0+ s1/1-": voice, whose words, vote, and + stands, - silenced,
 * r replaced, h hidden; "own" is the modeller; "=s" ends with the scenario's
 * or `=a` with the directive's own assumption. */
static void show(struct world *w, const qd_claims *c, char *out, size_t room)
{
    static const char marks[] = "+-rh";
    size_t n = 0;
    out[0] = '\0';
    for (uint32_t i = 0; i < c->n; i++) {
        const qd_claim *x = &c->at[i];
        qd_str who = x->voice ? qd_model_name(&w->m, x->voice)
                              : QD_STR("own");
        n += (size_t)snprintf(out + n, room - n, "%s%.*s", i ? " " : "",
                              QD_STR_ARG(who));
        if (x->told)
            n += (size_t)snprintf(out + n, room - n, "<%.*s",
                                  QD_STR_ARG(qd_model_name(&w->m, x->told)));
        n += (size_t)snprintf(out + n, room - n, "/%d%c", x->vote,
                              marks[x->state]);
    }
    if (c->assume == QD_NONE) return;
    const qd_field *f = &w->m.tree.fields.at[c->assume];
    snprintf(out + n, room - n, "%s=%c", n ? " " : "",
             f->flags & QD_FIELD_TARGET ? 's' : 'a');
}

static void expect_on(struct world *w, qd_view v, const char *dir,
                      const char *field, qd_day day, const char *expected)
{
    char text[1000];
    qd_arena arena;
    qd_arena_init(&arena, &w->mem);
    qd_claims c = qd_claims_of(&v, dir_of(w, dir), sym_of(w, field), day,
                               &arena);
    show(w, &c, text, sizeof text);
    assert_string_equal(text, expected);
    uint32_t stand = 0;
    for (uint32_t i = 0; i < c.n; i++)
        stand += c.at[i].state == QD_CLAIM_STANDS;
    assert_int_equal(stand, c.n_stand);
}

static void expect(struct world *w, qd_view v, const char *dir,
                   const char *field, const char *expected)
{
    expect_on(w, v, dir, field, QD_DAY_OPEN_FROM, expected);
}

static void expect_now(struct world *w, const char *dir, const char *field,
                       const char *expected)
{
    expect(w, view_of(w, 0, 0, 0), dir, field, expected);
}

/* A date as "2025-12-16", with ".." behind it when it is one from below;
 * "always", "never". */
static void expect_day(qd_day day, bool from_only, const char *expected)
{
    char text[32] = "always", date[32];
    if (day == QD_DAY_OPEN_TO) {
        strcpy(text, "never");
    } else if (day != QD_DAY_OPEN_FROM) {
        qd_str s = qd_span_write((qd_span){ day, day + 1 }, date);
        snprintf(text, sizeof text, "%.*s%s", QD_STR_ARG(s),
                 from_only ? ".." : "");
    }
    assert_string_equal(text, expected);
}

static void expect_source(struct world *w, qd_view v, const char *source,
                          const char *expected)
{
    bool from_only;
    qd_day day = qd_source_known(&v, sym_of(w, source), &from_only);
    expect_day(day, from_only, expected);
}

static void expect_known(struct world *w, qd_view v, const char *dir,
                         const char *expected)
{
    expect_day(qd_dir_known(&v, dir_of(w, dir)), false, expected);
}

/* ---- Whose a line is */

#define THREE                                                                \
    "2025-01-10 source s0\n"                                                 \
    "  cites: told\n"                                                        \
    "2025-01-10 source s1\n"                                                 \
    "  cites: told\n"                                                        \
    "2025-01-10 source s2\n"                                                 \
    "source told\n"

static void test_teller_is_the_voice(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES THREE
        "round x a -> b\n"
        "  amount: 1 USD ^s0\n"
        "  valuation: 1 USD ^s0 ^told\n"
        "round y a -> b\n"
        "  amount: 1 USD ^told ^s0\n"
        "  valuation: 1 USD ^s2 ^told\n"
        "2025-01-10 source many\n"
        "  cites: s0, s1, told, s2\n"
        "round z a -> b\n"
        "  amount: 1 USD ^many ^told\n"
        "  amount: 1 USD ^s1 ^many ^told ^s1\n");
    expect_now(w, "z", "amount", "many<told/0+ many<s1/0+");
    expect_now(w, "x", "amount", "s0/0+");
    expect_now(w, "x", "valuation", "s0<told/0+");
    expect_now(w, "y", "amount", "s0<told/0+");
    /* s2 does not cite it, so these are two voices */
    expect_now(w, "y", "valuation", "s2/0+ told/1+");
    end(w);
}

static void test_votes(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES THREE
        "round apart a -> b\n"
        "  amount: 1 USD ^s0 ^s1\n"
        "  amount: 2 USD ^s2\n"
        "  amount: 3 USD ^s0\n"
        "round shared a -> b\n"
        "  amount: 1 USD ^s2\n"
        "  amount: 2 USD ^s0 ^told\n"
        "  amount: 3 USD ^s1 ^told\n"
        "round both a -> b\n"
        "  amount: 1 USD ^s0 ^s1 ^told\n"
        "  amount: 2 USD\n"
        "  amount: 3 USD ^s2\n"
        "  amount: 4 USD\n"
        "round itself a -> b\n"
        "  amount: 1 USD ^s0 ^told\n"
        "  amount: 2 USD ^told\n"
        "  amount: 3 USD ^s0\n");
    expect_now(w, "apart", "amount", "s0/0+ s1/1+ s2/2+ s0/0+");
    expect_now(w, "shared", "amount", "s2/0+ s0<told/1+ s1<told/1+");
    expect_now(w, "both", "amount",
               "s0<told/0+ s1<told/0+ own/1+ s2/2+ own/1+");
    expect_now(w, "itself", "amount", "s0<told/0+ told/0+ s0/0+");
    end(w);
}

/* A circle of sources is an error of the model, but never a silence. */
static void test_tellers_in_a_circle(void **state)
{
    (void)state;
    struct world *w = begin_wrong(ROOT PARTIES
        "2025-01-10 source s0\n"
        "  cites: s1\n"
        "2025-01-10 source s1\n"
        "  cites: s0\n"
        "2025-01-10 source s2\n"
        "  cites: s2\n"
        "round x a -> b\n"
        "  amount: 1 USD ^s0 ^s1\n"
        "  valuation: 1 USD ^unknown ^lost\n"
        "round y a -> b\n"
        "  amount: 1 USD ^s0 ^s2\n"
        "  valuation: 1 USD ^s2\n");
    expect_now(w, "x", "amount", "s0/0+ s1/1+");
    /* sources that nobody declares have no days, and one vote */
    expect_now(w, "x", "valuation", "unknown/0+ lost/0+");
    expect_now(w, "y", "amount", "s0/0+ s2/1+");
    expect_now(w, "y", "valuation", "s2/0+");
    end(w);
}

/* Votes are counted in a byte: what is above shares the last. */
static void test_more_votes_than_a_byte(void **state)
{
    (void)state;
    static char text[40000];
    size_t n = (size_t)snprintf(text, sizeof text, ROOT PARTIES);
    for (int i = 0; i < 300; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "2025 source n%d\n", i);
    n += (size_t)snprintf(text + n, sizeof text - n, "claim x\n");
    for (int i = 0; i < 300; i++)
        n += (size_t)snprintf(text + n, sizeof text - n,
                              "  value: \"w\" ^n%d\n", i);
    struct world *w = begin(text);
    qd_view v = view_of(w, 0, 0, 0);
    qd_claims c = qd_claims_of(&v, dir_of(w, "x"), sym_of(w, "value"),
                               QD_DAY_OPEN_FROM, &w->m.arena);
    assert_int_equal(c.n_stand, 300);
    assert_int_equal(c.at[254].vote, 254);
    assert_int_equal(c.at[299].vote, 255);
    end(w);
}

static void test_header_sources(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES THREE
        "round x a -> b ^s0 ^s1\n"
        "  amount: 1 USD\n"
        "  valuation: 1 USD ^s2\n"
        "  assume amount: 5 USD\n"
        "round y a -> b ^s0 ^told\n"
        "  amount: 1 USD\n"
        "round z a -> b\n"
        "  amount: 1 USD\n"
        "  assume valuation: 1 USD\n");
    expect_now(w, "x", "amount", "s0/0+ s1/1+ =a");
    expect_now(w, "x", "valuation", "s2/0+");
    expect_now(w, "y", "amount", "s0<told/0+");
    expect_now(w, "z", "amount", "own/0+");
    expect_now(w, "z", "valuation", "=a");
    end(w);
}

/* ---- Dates of sources */

static void test_source_dates(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source day\n"
        "2025-02 source month\n"
        "2025-Q1 source quarter\n"
        "2025-04-01..2025-04-20 source span\n"
        "  cites: once\n"
        "2025-03-05.. source below\n"
        "  cites: once, chained\n"
        "..2025-05-06 source above\n"
        "source once\n"
        "source chained\n"
        "  cites: end\n"
        "source end\n"
        "source nobody\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect_source(w, v, "day", "2025-01-10");
    expect_source(w, v, "month", "2025-02-28");
    expect_source(w, v, "quarter", "2025-03-31");
    expect_source(w, v, "below", "2025-03-05..");
    expect_source(w, v, "span", "2025-04-20");
    expect_source(w, v, "above", "2025-05-06");
    expect_source(w, v, "once", "2025-03-05..");
    expect_source(w, v, "chained", "2025-03-05..");
    expect_source(w, v, "end", "2025-03-05..");
    expect_source(w, v, "nobody", "never");
    expect_day(qd_first_known(&w->m), false, "2025-01-10");
    end(w);
}

static void test_told_dates(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-03-10 source s0\n"
        "  cites: x, year\n"
        "2025-03-20 source s1\n"
        "source x\n"
        "  when: 2025-03-05 ^s0\n"
        "  when: 2025-03-02 ^s1\n"
        "source year\n"
        "  when: 2024 ^s0\n"
        "source own\n"
        "  when: ~ 2025-02\n"
        "source late\n"
        "  when: 2025-01-01 ^s1\n"
        "source two\n"
        "  when: 2025-01-02 ^s0 ^s1\n"
        "source head ^s1\n"
        "  when: 2025-01-03\n");
    qd_view all = view_of(w, 0, 0, 0);
    expect_source(w, all, "x", "2025-03-02");
    expect_source(w, all, "year", "2024-12-31");
    expect_source(w, all, "own", "2025-02-28");
    /* what is told of a date counts once the teller is known */
    expect_source(w, view_of(w, 2025, 3, 19), "x", "2025-03-05");
    expect_source(w, view_of(w, 2025, 3, 9), "x", "2025-03-10");
    expect_source(w, view_of(w, 2025, 3, 19), "late", "never");
    expect_source(w, view_of(w, 2025, 3, 20), "late", "2025-01-01");
    expect_source(w, view_of(w, 2025, 3, 9), "two", "never");
    expect_source(w, view_of(w, 2025, 3, 10), "two", "2025-01-02");
    expect_source(w, view_of(w, 2025, 3, 19), "head", "never");
    expect_source(w, view_of(w, 2025, 3, 20), "head", "2025-01-03");
    end(w);
}

/* ---- Known-by */

static void test_directive_known(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-02-01 source s0\n"
        "2025-03-01 source s1\n"
        "source undated\n"
        "round first a -> b\n"
        "  amount: 1 USD ^s1\n"
        "  valuation: 1 USD ^s0\n"
        "round head a -> b ^s1\n"
        "round none a -> b\n"
        "  amount: 1 USD\n"
        "round told a -> b\n"
        "  known: 2025-01\n"
        "  amount: 1 USD\n"
        "round both a -> b\n"
        "  known: 2025-01-05..\n"
        "  amount: 1 USD ^s0\n"
        "round never a -> b\n"
        "  amount: 1 USD ^s0 ^undated\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect_known(w, v, "first", "2025-02-01");
    expect_known(w, v, "head", "2025-03-01");
    expect_known(w, v, "none", "always");
    expect_known(w, v, "told", "2025-01-31");
    expect_known(w, v, "both", "2025-01-05");
    expect_known(w, v, "never", "2025-02-01");
    expect_known(w, v, "s1", "2025-03-01");
    qd_view early = view_of(w, 2025, 1, 31);
    assert_false(qd_dir_seen(&early, dir_of(w, "first")));
    assert_true(qd_dir_seen(&early, dir_of(w, "told")));
    assert_true(qd_dir_seen(&early, dir_of(w, "none")));
    early.known_by++;
    assert_true(qd_dir_seen(&early, dir_of(w, "first")));
    end(w);
}

static void test_hidden(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-02-01 source s0\n"
        "2025-03-01 source s1\n"
        "  kind: filing\n"
        "round x a -> b\n"
        "  amount: 1 USD ^s0 ^s1\n"
        "  amount: 2 USD\n"
        "  assume amount: 3 USD\n"
        "round y a -> b\n"
        "  known: 2025-02-10\n"
        "  amount: 1 USD\n");
    expect(w, view_of(w, 2025, 1, 31), "x", "amount", "s0/0h s1/1h own/2h");
    expect(w, view_of(w, 2025, 2, 1), "x", "amount",
           "s0/0+ s1/2h own/1+ =a");
    expect(w, view_of(w, 2025, 3, 1), "x", "amount",
           "s0/0- s1/1+ own/2+ =a");
    expect(w, view_of(w, 2025, 2, 9), "y", "amount", "own/0h");
    expect(w, view_of(w, 2025, 2, 10), "y", "amount", "own/0+");
    end(w);
}

/* A later claim, whatever it is, changes no earlier view. */
static void test_known_by_is_monotone(void **state)
{
    (void)state;
#define BEFORE ROOT PARTIES                                                  \
        "2025-01-20 source s0\n"                                             \
        "  publisher: paper\n"                                               \
        "  cites: told\n"                                                    \
        "2025-02-10.. source s1\n"                                           \
        "source told\n"
#define DEAL                                                                 \
        "deal d\n"                                                           \
        "  stage: talks ^s0\n"                                               \
        "round x a -> b @d\n"                                                \
        "  amount: 1 USD ^s0\n"                                              \
        "  amount: 2 USD ^s1\n"                                              \
        "  amount: 3 USD ^s0 ^told\n"                                        \
        "  assume amount: 2 USD\n"
    static const char *const later[] = {
        BEFORE "  when: 2025-01-01 ^late\n"
        "2025-03-01 source late\n  kind: filing\n" DEAL
        "  amount: 9 USD ^late\n",
        BEFORE "2025-03-01 source late\n  publisher: paper\n"
        "  cites: told\n" DEAL "  amount: 9 USD ^late ^told\n",
        BEFORE "2025-03-01 source late\n" DEAL "  amount: 9 USD ^late\n"
        "deal e\n  stage 2025-01: signed ^late\n",
        BEFORE "2025-03-01 source late\n"
        "deal d\n  stage: talks ^s0\n  stage 2025-02: signed ^late\n"
        "round x a -> b @d\n  amount: 1 USD ^s0\n  amount: 2 USD ^s1\n"
        "  amount: 3 USD ^s0 ^told\n  assume amount: 2 USD\n",
    };
    struct { int month, day; } const days[] = {
        { 1, 19 }, { 1, 20 }, { 2, 9 }, { 2, 10 }, { 2, 28 } };
    char before[5][200], after[200];
    struct world *w = begin(BEFORE DEAL);
    for (int i = 0; i < 5; i++) {
        qd_view v = view_of(w, 2025, days[i].month, days[i].day);
        qd_claims c = qd_claims_of(&v, dir_of(w, "x"), sym_of(w, "amount"),
                                   QD_DAY_OPEN_FROM, &w->m.arena);
        show(w, &c, before[i], sizeof before[i]);
    }
    end(w);
    assert_string_equal(before[4], "s0/0+ s1/1+ s0<told/0+ =a");
    for (size_t k = 0; k < sizeof later / sizeof *later; k++) {
        w = begin(later[k]);
        for (int i = 0; i < 5; i++) {
            qd_view v = view_of(w, 2025, days[i].month, days[i].day);
            qd_claims c = qd_claims_of(&v, dir_of(w, "x"),
                                       sym_of(w, "amount"),
                                       QD_DAY_OPEN_FROM, &w->m.arena);
            /* hidden ones stand at the end: leave them out */
            uint32_t n = 0;
            for (uint32_t j = 0; j < c.n; j++)
                if (c.at[j].known <= qd_day_make(2025, 2, 28))
                    c.at[n++] = c.at[j];
                else
                    assert_int_equal(c.at[j].state, QD_CLAIM_HIDDEN);
            c.n = n;
            show(w, &c, after, sizeof after);
            assert_string_equal(after, before[i]);
        }
        end(w);
    }
}

/* The same for random models: what the late sources say, and they themselves,
 * are left out of one of two models. */
enum { SOURCES = 6, TOLD = 2, LINES = 7 };

struct dice {
    uint64_t x;
    int month[SOURCES];
    unsigned cites[SOURCES]; /* bits of those that are told */
};

static unsigned roll(struct dice *d, unsigned n)
{
    d->x = d->x * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(d->x >> 33) % n;
}

/* A line of source i, if it is not too late for this text. */
static void put(char *text, const struct dice *d, unsigned i, int until,
                const char *line, const char *told)
{
    if (d->month[i] > until) return;
    sprintf(text + strlen(text), "%s ^s%u%s\n", line, i, told);
}

static void put_sources(char *text, struct dice *d, int until)
{
    static const char *const kinds[] = { "", "", "  kind: filing\n" };
    static const char *const papers[] = { "", "  publisher: p\n",
                                          "  publisher: q\n" };
    for (unsigned i = 0; i < SOURCES; i++) {
        const char *kind = kinds[roll(d, 3)], *paper = papers[roll(d, 3)];
        d->month[i] = 1 + (int)roll(d, 6);
        d->cites[i] = roll(d, 4);
        if (d->month[i] > until) continue;
        sprintf(text + strlen(text), "2025-%02d-10 source s%u\n%s%s",
                d->month[i], i, kind, paper);
        if (d->cites[i])
            sprintf(text + strlen(text), "  cites: %s%s%s\n",
                    d->cites[i] & 1 ? "t0" : "",
                    d->cites[i] == 3 ? ", " : "",
                    d->cites[i] & 2 ? "t1" : "");
    }
    for (unsigned t = 0; t < TOLD; t++) {
        char line[40];
        sprintf(text + strlen(text), "source t%u\n", t);
        sprintf(line, "  when: 2025-%02u-20", 1 + roll(d, 6));
        put(text, d, roll(d, SOURCES), until, line, "");
    }
}

static void put_deal(char *text, struct dice *d, int until)
{
    static const char *const stages[] = { "talks", "signed", "closed" };
    strcat(text, "deal d\n");
    for (int k = 0; k < 3; k++) {
        char line[60], when[20] = "";
        if (roll(d, 2)) sprintf(when, " 2025-%02u", 1 + roll(d, 6));
        sprintf(line, "  stage%s: %s", when, stages[roll(d, 3)]);
        put(text, d, roll(d, SOURCES), until, line, "");
    }
    put(text, d, roll(d, SOURCES), until, "  when: 2025-03", "");
    strcat(text, "round x a -> b @d\n");
    for (unsigned k = 0; k < LINES; k++) {
        char line[40];
        unsigned i = roll(d, SOURCES), t = roll(d, TOLD);
        bool tells = roll(d, 2) && d->cites[i] & 1u << t;
        sprintf(line, "  amount: %u USD", k + 1);
        put(text, d, i, until, line, !tells ? "" : t ? " ^t1" : " ^t0");
    }
}

/* What a view on the 15th of a month sees of the model of a seed, of which
 * the months behind `until` are left out. */
static void seen_by(uint64_t seed, int until, int month, char *out,
                    size_t room)
{
    static const char *const asked[][2] = { { "d", "stage" },
                                            { "d", "when" },
                                            { "x", "amount" } };
    char text[4000] = ROOT PARTIES;
    struct dice d = { .x = seed };
    put_sources(text, &d, until);
    put_deal(text, &d, until);
    struct world *w = begin(text);
    qd_view v = view_of(w, 2025, month, 15);
    size_t n = 0;
    for (int k = 0; k < 3; k++) {
        qd_claims c = qd_claims_of(&v, dir_of(w, asked[k][0]),
                                   sym_of(w, asked[k][1]),
                                   QD_DAY_OPEN_FROM, &w->m.arena);
        uint32_t kept = 0;
        for (uint32_t i = 0; i < c.n; i++)
            if (c.at[i].state != QD_CLAIM_HIDDEN) c.at[kept++] = c.at[i];
        c.n = kept;
        show(w, &c, out + n, room - n);
        n += strlen(out + n);
        n += (size_t)snprintf(out + n, room - n, "; ");
    }
    for (unsigned t = 0; t < TOLD; t++) {
        bool from_only;
        qd_day day = qd_source_known(&v, sym_of(w, t ? "t1" : "t0"),
                                     &from_only);
        n += (size_t)snprintf(out + n, room - n, "%d ",
                              day <= v.known_by ? day : -1);
    }
    end(w);
}

static void test_known_by_is_monotone_at_random(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 600; seed++) {
        int month = 1 + (int)(seed % 6);
        char all[2000], before[2000];
        seen_by(seed, 12, month, all, sizeof all);
        seen_by(seed, month, month, before, sizeof before);
        assert_string_equal(all, before);
    }
}

/* ---- Later words */

static void test_publisher_replaces(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "  publisher: \"The Paper\"\n"
        "  cites: told\n"
        "2025-02-10 source s1\n"
        "  publisher: \"The Paper\"\n"
        "2025-02-10 source s2\n"
        "  publisher: \"The Paper\"\n"
        "2025-03-10 source s3\n"
        "  publisher: other\n"
        "2025-04-10 source s4\n"
        "  cites: told\n"
        "source told\n"
        "round x a -> b\n"
        "  amount: 1 USD ^s0\n"
        "  amount: 2 USD ^s1\n"
        "  amount: 3 USD ^s2\n"
        "  amount: 4 USD ^s3\n"
        "round y a -> b\n"
        "  amount: 1 USD ^s0 ^told\n"
        "  amount: 2 USD ^s4 ^told\n"
        "round z a -> b\n"
        "  amount: 1 USD ^s0 ^told\n"
        "  amount: 2 USD ^s1\n"
        "  amount: 3 USD\n");
    expect_now(w, "x", "amount", "s0/0r s1/1+ s2/2+ s3/3+");
    expect(w, view_of(w, 2025, 2, 9), "x", "amount",
           "s0/0+ s1/1h s2/2h s3/3h");
    /* to tell the same words again is no new statement of their speaker */
    expect_now(w, "y", "amount", "s0<told/0+ s4<told/0+");
    expect_now(w, "z", "amount", "s0<told/0r s1/1+ own/2+");
    end(w);
}

static void test_speaker_replaces_what_is_told(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "  cites: n1\n"
        "source n1\n"
        "  publisher: news\n"
        "2025-02-10 source n2\n"
        "  publisher: news\n"
        "  cites: other\n"
        "source other\n"
        "round x a -> b\n"
        "  amount: 1 USD ^s0 ^n1\n"
        "  amount: 2 USD ^n2\n"
        "round y a -> b\n"
        "  amount: 1 USD ^s0 ^n1\n"
        "  amount: 2 USD ^n2 ^other\n");
    expect_now(w, "x", "amount", "s0<n1/0r n2/1+");
    /* what it tells of somebody else takes back nothing of its own */
    expect_now(w, "y", "amount", "s0<n1/0+ n2<other/1+");
    end(w);
}

/* ---- Rank */

static void test_rank(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source report\n"
        "  cites: lab\n"
        "2025-01-10 source filing\n"
        "  kind: filing\n"
        "2025-01-10 source company\n"
        "  kind: company\n"
        "2025-01-10 source lab\n"
        "  kind: company\n"
        "round x a -> b\n"
        "  amount: 1 USD ^report\n"
        "  amount: 2 USD ^filing\n"
        "  amount: 3 USD ^company\n"
        "  amount: 4 USD\n"
        "  valuation: 1 USD ^report\n"
        "round y a -> b\n"
        "  amount: 1 USD ^report ^lab\n"
        "  amount: 2 USD ^filing\n");
    expect_now(w, "x", "amount", "report/0- filing/1+ company/2+ own/3+");
    expect_now(w, "x", "valuation", "report/0+");
    /* the rank is that of the teller */
    expect_now(w, "y", "amount", "report<lab/0- filing/1+");
    end(w);
}

/* ---- The present stage of the deal */

#define NEWS                                                                 \
    "2025-01-30 source talked\n"                                             \
    "  kind: company\n"                                                      \
    "2025-03-31 source signing\n"                                            \
    "  kind: company\n"                                                      \
    "2025-04-01 source after\n"

static void test_dated_stage_silences_what_was_before(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES NEWS
        "deal d\n"
        "  stage 2025-01: talks ^talked\n"
        "  stage 2025-03: signed ^signing\n"
        "deal plain\n"
        "  stage: signed ^signing\n"
        "round x a -> b @d\n"
        "  amount: 15 to 25 USD ^talked\n"
        "  amount: 40 USD ^after\n"
        "  valuation: 1 USD ^talked\n"
        "round y a -> b @plain\n"
        "  amount: 15 to 25 USD ^talked\n"
        "  amount: 40 USD ^after\n");
    /* out of date, though it has the higher rank */
    expect_now(w, "x", "amount", "talked/0- after/1+");
    expect_now(w, "x", "valuation", "talked/0+");
    /* before the signing is known nothing is out of date */
    expect(w, view_of(w, 2025, 3, 30), "x", "amount", "talked/0+ after/1h");
    /* a stage without a date silences nothing; the company outranks */
    expect_now(w, "y", "amount", "talked/0+ after/1-");
    end(w);
}

static void test_own_stage_and_when(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-03-31 source sb\n"
        "  kind: company\n"
        "2025-10-28 source oai\n"
        "event restructuring\n"
        "  when: 2025 ^sb\n"
        "  when: 2025-10-28 ^oai\n"
        "  stage: plan ^sb\n"
        "  stage: closed ^oai\n"
        "event planned\n"
        "  when: 2025-06 ^sb ^oai\n"
        "  stage: plan ^sb ^oai\n"
        "  chance: 10 % ^sb\n"
        "  chance: 20 % ^oai\n"
        "2025-09.. contract lasts a -> b\n"
        "  stage: signed ^oai\n"
        "  stage: talks ^sb\n");
    expect_now(w, "restructuring", "stage", "sb/0- oai/1+");
    expect_now(w, "restructuring", "when", "sb/0- oai/1+");
    /* a plan has not begun by the date for which it is planned */
    expect_now(w, "planned", "chance", "sb/0+ oai/1-");
    /* the span of what lasts does not say when it was signed */
    expect_now(w, "lasts", "stage", "oai/0- sb/1+");
    end(w);
}

/* ---- Dated lines */

static void test_dated_fields(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "  publisher: paper\n"
        "2025-02-10 source s1\n"
        "  publisher: paper\n"
        "2025-03-10 source f\n"
        "  kind: filing\n"
        "claim q\n"
        "  value ..2024-11: 68 ^s0\n"
        "  value 2024-12: 70 ^s0\n"
        "  value 2025-02: 71 ^s1\n"
        "  value 2025-02: 72 ^f\n"
        "  value 2025-05-02..2025-05-31: 73 ^f\n");
    qd_view v = view_of(w, 0, 0, 0);
    /* without a day: lines of different times are no rivals */
    expect(w, v, "q", "value", "s0/0+ s0/0+ s1/1- f/2+ f/2+");
    expect_on(w, v, "q", "value", qd_day_make(2024, 11, 30), "s0/0+");
    expect_on(w, v, "q", "value", qd_day_make(2025, 1, 31), "s0/0+");
    expect_on(w, v, "q", "value", qd_day_make(2025, 4, 30), "s1/0- f/1+");
    expect_on(w, v, "q", "value", qd_day_make(2025, 5, 31), "f/0+");
    expect_on(w, v, "q", "value", qd_day_make(2025, 6, 1), "s1/0- f/1+");
    qd_view early = view_of(w, 2025, 2, 1);
    expect_on(w, early, "q", "value", qd_day_make(2025, 4, 30),
              "s0/0+ s1/1h f/2h");
    end(w);
}

/* ---- What the modeller says instead */

static void test_scenarios(void **state)
{
    (void)state;
    struct world *w = begin(ROOT PARTIES
        "2025-01-10 source s0\n"
        "round x a -> b\n"
        "  amount: 1 USD ^s0\n"
        "  assume amount: 2 USD\n"
        "  valuation: 1 USD ^s0\n"
        "  when: 2025 ^s0\n"
        "scenario low\n"
        "  x.amount: 3 USD\n"
        "  x.valuation: 3 USD\n"
        "scenario lower\n"
        "  base: low\n"
        "  x.amount: 4 USD\n");
    qd_view v = view_of(w, 0, 0, 0);
    expect(w, v, "x", "amount", "s0/0+ =a");
    expect(w, v, "x", "valuation", "s0/0+");
    v.scenario = dir_of(w, "low");
    expect(w, v, "x", "amount", "s0/0+ =s");
    expect(w, v, "x", "when", "s0/0+");
    v.scenario = dir_of(w, "lower");
    expect(w, v, "x", "valuation", "s0/0+ =s");
    qd_claims c = qd_claims_of(&v, dir_of(w, "x"), sym_of(w, "amount"),
                               QD_DAY_OPEN_FROM, &w->m.arena);
    const qd_tree *t = &w->m.tree;
    const qd_dir *lower = &t->dirs.at[dir_of(w, "lower")];
    assert_in_range(c.assume, lower->fields,
                    lower->fields + lower->n_fields - 1);
    /* what the view does not see has no scenario either */
    v.known_by = qd_day_make(2025, 1, 9);
    expect(w, v, "x", "amount", "s0/0h");
    end(w);
}

/* ---- The five stories */

#define STORIES ROOT "party amazon, openai\n"                                \
    "source theinfo\n"                                                       \
    "  when: 2025-12-16 ^s0 ^s1\n"                                           \
    "  cites: people ^s4\n"                                                  \
    "source people\n"                                                        \
    "source ft\n"                                                            \
    "source wires\n"                                                         \
    "  when: 2025-12-16..2025-12-17 ^s1\n"                                   \
    "source brown\n"                                                         \
    "  kind: company\n"                                                      \
    "2025-12-17   source s0\n"                                               \
    "  cites: theinfo, brown\n"                                              \
    "2025-12-16.. source s1\n"                                               \
    "  cites: theinfo, wires\n"                                              \
    "2025-12-17.. source s2\n"                                               \
    "2025-12-17.. source s3\n"                                               \
    "  cites: ft, theinfo\n"                                                 \
    "2025-12-17   source s4\n"                                               \
    "  cites: theinfo\n"                                                     \
    "deal amzn ^s0 ^s1 ^s2 ^s3 ^s4\n"                                        \
    "  stage: preliminary ^s0\n"                                             \
    "  stage: early ^s1\n"                                                   \
    "  stage: early ^s3 ^theinfo\n"                                          \
    "  stage: advanced ^s2\n"                                                \
    "  assume chance: 65 %\n"                                                \
    "event first-report ^s3\n"                                               \
    "  stage: closed\n"                                                      \
    "  when: 2025-12-16 ^s0 ^s1\n"                                           \
    "  when: 2025-12-17 ^s2\n"                                               \
    "round amzn-stake amazon -> openai @amzn\n"                              \
    "  amount: > 10 bn USD ^s0 ^theinfo\n"                                   \
    "  amount: > 10 bn USD ^s3\n"                                            \
    "  amount: > 10 bn USD ^s4 ^theinfo\n"                                   \
    "  amount: >= 10 bn USD ^s1 ^theinfo\n"                                  \
    "  amount: 10 bn USD ^s2\n"                                              \
    "  amount: multi bn USD ^s3\n"                                           \
    "  amount: 0 USD or >= 10 bn USD ^s0\n"                                  \
    "  valuation: > 500 bn USD ^s0 ^s2\n"                                    \
    "  valuation: > 500 bn USD ^s3 ^ft\n"                                    \
    "  valuation: 500 bn USD ^s4\n"                                          \
    "  assume amount: 10 to 25 bn USD\n"                                     \
    "claim t3-ramp ^s0 ^brown\n"

static void test_stories(void **state)
{
    (void)state;
    struct world *w = begin(STORIES);
    expect_now(w, "amzn", "stage", "s0/0+ s1/1+ s3<theinfo/2+ s2/3+");
    expect_now(w, "amzn", "chance", "=a");
    expect_now(w, "first-report", "when", "s0/0+ s1/1+ s2/2+");
    expect_now(w, "first-report", "stage", "s3/0+");
    expect_now(w, "amzn-stake", "amount",
               "s0<theinfo/0+ s3/1+ s4<theinfo/0+ s1<theinfo/0+ s2/2+ s3/1+ "
               "s0/0+ =a");
    expect_now(w, "amzn-stake", "valuation", "s0/0+ s2/1+ s3<ft/2+ s4/3+");
    qd_view v = view_of(w, 0, 0, 0);
    expect_source(w, v, "theinfo", "2025-12-16");
    expect_source(w, v, "people", "2025-12-16");
    expect_source(w, v, "wires", "2025-12-17");
    expect_source(w, v, "brown", "2025-12-17");
    expect_source(w, v, "ft", "2025-12-17..");
    expect_source(w, v, "s1", "2025-12-16..");
    expect_known(w, v, "t3-ramp", "2025-12-17");
    expect_day(qd_first_known(&w->m), false, "2025-12-16");
    end(w);
}

static void test_stories_a_day_earlier(void **state)
{
    (void)state;
    struct world *w = begin(STORIES);
    qd_view v = view_of(w, 2025, 12, 16);
    expect_source(w, v, "theinfo", "2025-12-16");
    expect(w, v, "amzn", "stage", "s0/1h s1/0+ s3<theinfo/2h s2/3h");
    expect(w, v, "amzn-stake", "amount",
           "s0<theinfo/1h s3/2h s4<theinfo/3h s1<theinfo/0+ s2/4h s3/2h "
           "s0/1h =a");
    /* s3 in the header comes later, but s1 tells of it already */
    expect(w, v, "first-report", "when", "s0/1h s1/0+ s2/2h");
    assert_false(qd_dir_seen(&v, dir_of(w, "t3-ramp")));
    v.known_by--;
    expect(w, v, "amzn", "stage", "s0/0h s1/1h s3<theinfo/2h s2/3h");
    expect(w, v, "amzn", "chance", "");
    assert_false(qd_dir_seen(&v, dir_of(w, "amzn")));
    end(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_teller_is_the_voice),
        cmocka_unit_test(test_votes),
        cmocka_unit_test(test_tellers_in_a_circle),
        cmocka_unit_test(test_more_votes_than_a_byte),
        cmocka_unit_test(test_header_sources),
        cmocka_unit_test(test_source_dates),
        cmocka_unit_test(test_told_dates),
        cmocka_unit_test(test_directive_known),
        cmocka_unit_test(test_hidden),
        cmocka_unit_test(test_known_by_is_monotone),
        cmocka_unit_test(test_known_by_is_monotone_at_random),
        cmocka_unit_test(test_publisher_replaces),
        cmocka_unit_test(test_speaker_replaces_what_is_told),
        cmocka_unit_test(test_rank),
        cmocka_unit_test(test_dated_stage_silences_what_was_before),
        cmocka_unit_test(test_own_stage_and_when),
        cmocka_unit_test(test_dated_fields),
        cmocka_unit_test(test_scenarios),
        cmocka_unit_test(test_stories),
        cmocka_unit_test(test_stories_a_day_earlier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

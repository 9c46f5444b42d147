/* What `quid shock` is asked for: options to changes of directives. */
#include "base/number.h"

#include "analysis/shock.h"

#define MOVES "contract round loan revenue cost secondary convertible " \
              "guarantee warrant deal event"

static bool refuse(qd_shock_run *s, qd_str words)
{
    qd_refuse(s->m, words);
    return false;
}

/* ---- Names */

/* Its keyword is among MOVES. */
static bool can_move(const qd_dir *d)
{
    const char *word = qd_instrument_of(d)->keyword, *at = MOVES;
    for (size_t n; *at; at += n + (at[n] == ' ')) {
        n = strcspn(at, " ");
        if (strlen(word) == n && memcmp(word, at, n) == 0) return true;
    }
    return false;
}

/* `a`, `b` and `c`: what a party pays or gets, for a remedy. */
static qd_str deals_of(const qd_shock_run *s, qd_sym party)
{
    enum { NAMED = 4 };
    qd_arena *a = &s->m->arena;
    qd_str list = { "", 0 };
    unsigned n = 0;
    for (uint32_t i = 0; i < s->m->tree.dirs.n && n < NAMED; i++) {
        const qd_dir *d = &s->m->tree.dirs.at[i];
        if ((d->a != party && d->b != party) || !can_move(d)) continue;
        list = qd_arena_printf(a, "%.*s%s%.*s", QD_STR_ARG(list),
                               n++ ? ", " : "",
                               QD_STR_ARG(qd_model_name(s->m, d->name)));
    }
    return list;
}

static bool wrong_kind(qd_shock_run *s, const char *option, uint32_t dir)
{
    const qd_dir *d = &s->m->tree.dirs.at[dir];
    qd_str name = qd_model_name(s->m, d->name);
    const char *is = qd_instrument_of(d)->keyword;
    qd_str its = d->keyword == QD_K_party ? deals_of(s, d->name)
                                          : (qd_str){ "", 0 };
    qd_arena *a = &s->m->arena;
    return refuse(s, its.len
        ? qd_arena_printf(a, "`%.*s` for --%s is a %s: name a deal or a line "
                          "of its, such as %.*s", QD_STR_ARG(name), option,
                          is, QD_STR_ARG(its))
        : qd_arena_printf(a, "`%.*s` for --%s is a %s: name a deal, or a line "
                          "under which money moves", QD_STR_ARG(name), option,
                          is));
}

/* The directive of an option, QD_NONE when it was refused. */
static uint32_t find_directive(qd_shock_run *s, const char *option,
                               qd_str name, bool chips)
{
    const char *words = chips ? MOVES " chip" : MOVES;
    if (name.len == 0) {
        refuse(s, qd_arena_printf(&s->m->arena, "--%s what? name a deal or a "
                                  "line of the file", option));
        return QD_NONE;
    }
    qd_sym sym = qd_names_find(&s->m->tree.names, name);
    uint32_t dir = sym ? qd_model_find_kind(s->m, sym, words) : QD_NONE;
    if (dir == QD_NONE) {
        qd_refuse_among(s->m, words, chips ? "chip, deal or line"
                                           : "deal or line", name);
        return QD_NONE;
    }
    const qd_dir *d = &s->m->tree.dirs.at[dir];
    if (can_move(d) || (chips && d->keyword == QD_K_chip)) return dir;
    wrong_kind(s, option, dir);
    return QD_NONE;
}

/* ---- Amounts */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static qd_str trim(qd_str t)
{
    while (t.len && is_blank(t.at[0])) t.at++, t.len--;
    while (t.len && is_blank(t.at[t.len - 1])) t.len--;
    return t;
}

/* "sales 30 %", "sales=30%", "sales: 30%" into both. */
static void split(qd_str value, qd_str *name, qd_str *amount)
{
    value = trim(value);
    size_t n = 0;
    while (n < value.len && !is_blank(value.at[n]) && value.at[n] != '=' &&
           value.at[n] != ':') n++;
    *name = (qd_str){ value.at, n };
    qd_str rest = trim((qd_str){ value.at + n, value.len - n });
    if (rest.len && (rest.at[0] == '=' || rest.at[0] == ':'))
        rest = trim((qd_str){ rest.at + 1, rest.len - 1 });
    *amount = rest;
}

/* A number with a sign, and the unit behind it. */
static bool read_amount(qd_str text, bool *minus, qd_decimal *number,
                        qd_str *unit)
{
    *minus = text.len && text.at[0] == '-';
    if (text.len && (text.at[0] == '-' || text.at[0] == '+'))
        text.at++, text.len--;
    size_t used;
    if (qd_number_read(text.at, text.at + text.len, number, &used) !=
        QD_NUMBER_OK) return false;
    *unit = trim((qd_str){ text.at + used, text.len - used });
    return true;
}

static bool read_cut(qd_shock_run *s, qd_str name, qd_str amount,
                     double *percent)
{
    qd_arena *a = &s->m->arena;
    qd_decimal number;
    qd_str unit;
    bool minus;
    if (!read_amount(amount, &minus, &number, &unit) ||
        !qd_str_eq(unit, QD_STR("%")))
        return refuse(s, qd_arena_printf(a, "--cut %.*s by how much? write "
            "--cut %.*s 30%%", QD_STR_ARG(name), QD_STR_ARG(name)));
    *percent = qd_decimal_double(number, 0);
    if (minus || *percent > 100)
        return refuse(s, qd_arena_printf(a, "`%.*s` for --cut %.*s: a cut "
            "says how much less it is, from 0 to 100 %%; what is more goes "
            "into a scenario", QD_STR_ARG(amount), QD_STR_ARG(name)));
    return true;
}

static bool read_delay(qd_shock_run *s, qd_str name, qd_str amount,
                       double *months)
{
    enum { MOST = 1200 };
    qd_arena *a = &s->m->arena;
    qd_decimal number;
    qd_str text, bad;
    qd_unit unit;
    bool minus;
    if (!read_amount(amount, &minus, &number, &text) ||
        qd_unit_read(&s->m->units, text, &unit, &bad) != QD_UNIT_OK ||
        unit.dim != QD_DIM_TIME)
        return refuse(s, qd_arena_printf(a, "--delay %.*s by how long? write "
            "--delay %.*s 12mo or 1yr", QD_STR_ARG(name), QD_STR_ARG(name)));
    *months = qd_unit_value(&unit, number);
    if (minus || *months > MOST)
        return refuse(s, qd_arena_printf(a, "`%.*s` for --delay %.*s: a delay "
            "is from 0 to 100 yr; what comes earlier goes into a scenario",
            QD_STR_ARG(amount), QD_STR_ARG(name)));
    return true;
}

/* ---- What hangs on what is named */

/* It names a directive with @ and waits for it. */
static bool names_deal(const qd_model *m, uint32_t dir, uint32_t deal)
{
    const qd_dir *d = &m->tree.dirs.at[dir];
    if (!(qd_instrument_of(d)->flags & QD_I_HAPPENS)) return false;
    for (uint32_t i = 0; i < d->n_refs; i++) {
        qd_ref ref = m->tree.refs.at[d->refs + i];
        if (QD_REF_KIND(ref) == QD_REF_DEAL &&
            qd_model_find(m, QD_REF_SYM(ref)) == deal) return true;
    }
    return false;
}

/* Calls for every name in the data of a field. */
static bool says_name(const qd_model *m, uint32_t dir, const char *field,
                      qd_sym name)
{
    const qd_tree *t = &m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_sym f = qd_names_find(&t->names, qd_str_c(field));
    for (uint32_t i = 0; f && i < d->n_fields; i++) {
        const qd_field *x = &t->fields.at[d->fields + i];
        if (x->name != f || x->datum == QD_NONE) continue;
        for (qd_id id = qd_field_datum(t, x);;) {
            const qd_syn *n = &t->syns.at[id];
            const qd_syn *one = n->kind == QD_SYN_LIST ? &t->syns.at[n->a]
                                                       : n;
            if (one->kind == QD_SYN_NAME && one->a == name) return true;
            if (n->kind != QD_SYN_LIST) break;
            id = n->b;
        }
    }
    return false;
}

/* It delivers a chip, or one of that family. */
static bool delivers(const qd_model *m, uint32_t dir, uint32_t chip)
{
    qd_sym name = m->tree.dirs.at[chip].name;
    if (says_name(m, dir, "chip", name)) return true;
    for (uint32_t i = 0; i < m->tree.dirs.n; i++)
        if (m->tree.dirs.at[i].keyword == QD_K_chip && i != chip &&
            says_name(m, i, "family", name) &&
            says_name(m, dir, "chip", m->tree.dirs.at[i].name)) return true;
    return false;
}

/* Marks what is named and, over and over, what hangs on it. */
static uint32_t mark_all(const qd_shock_run *s, uint32_t dir, bool *marked)
{
    const qd_model *m = s->m;
    bool chip = m->tree.dirs.at[dir].keyword == QD_K_chip, more = true;
    uint32_t n = !chip;
    marked[dir] = !chip;
    for (uint32_t i = 0; chip && i < m->tree.dirs.n; i++)
        if (m->tree.dirs.at[i].keyword == QD_K_contract &&
            delivers(m, i, dir)) marked[i] = true, n++;
    while (more) {
        more = false;
        for (uint32_t i = 0; i < m->tree.dirs.n; i++)
            for (uint32_t k = 0; !marked[i] &&
                 k < m->tree.dirs.at[i].n_refs; k++) {
                qd_ref ref = m->tree.refs.at[m->tree.dirs.at[i].refs + k];
                uint32_t deal = QD_REF_KIND(ref) == QD_REF_DEAL
                    ? qd_model_find(m, QD_REF_SYM(ref)) : QD_NONE;
                if (deal == QD_NONE || !marked[deal] ||
                    !names_deal(m, i, deal)) continue;
                marked[i] = more = true;
                n++;
            }
    }
    return n;
}

static void change(qd_shocked *x, const qd_shock *k)
{
    if (k->kind == QD_SHOCK_DROP) x->dropped = true;
    if (k->kind == QD_SHOCK_CUT)
        x->cut = 1 - (1 - x->cut) * (1 - k->by / 100);
    if (k->kind == QD_SHOCK_DELAY) x->delay += k->by;
}

static bool apply(qd_shock_run *s, qd_shock *k)
{
    uint32_t n = s->m->tree.dirs.n;
    bool *marked = qd_mem_zero(s->m->mem, n * sizeof *marked);
    k->n_changed = mark_all(s, k->dir, marked);
    for (uint32_t i = 0; i < n; i++)
        if (marked[i]) change(&s->shocked[i], k);
    qd_mem_release(s->m->mem, marked);
    if (k->n_changed) return true;
    return refuse(s, qd_arena_printf(&s->m->arena, "no contract says that it "
        "delivers `%.*s` (`chip:`), so that nothing is delayed: name the "
        "contract itself", QD_STR_ARG(qd_model_name(
            s->m, s->m->tree.dirs.at[k->dir].name))));
}

/* ---- Options */

static qd_shock *add(qd_shock_run *s, enum qd_shock_kind kind, uint32_t dir)
{
    qd_shock *k = qd_vec_add(s->m->mem, &s->shocks);
    *k = (qd_shock){ .kind = (uint8_t)kind, .dir = dir };
    return k;
}

static bool read_drop(qd_shock_run *s, qd_str value)
{
    qd_str name = trim(value);
    uint32_t dir = find_directive(s, "drop", name, false);
    if (dir == QD_NONE) return false;
    qd_shock *k = add(s, QD_SHOCK_DROP, dir);
    k->text = qd_arena_printf(&s->m->arena, "without %.*s",
                              QD_STR_ARG(name));
    return apply(s, k);
}

static bool read_change(qd_shock_run *s, qd_str value, bool cut)
{
    qd_str name, amount;
    double by;
    split(value, &name, &amount);
    uint32_t dir = find_directive(s, cut ? "cut" : "delay", name, !cut);
    if (dir == QD_NONE || !(cut ? read_cut(s, name, amount, &by)
                                : read_delay(s, name, amount, &by)))
        return false;
    qd_shock *k = add(s, cut ? QD_SHOCK_CUT : QD_SHOCK_DELAY, dir);
    k->by = by;
    qd_arena *a = &s->m->arena;
    char buf[32];
    qd_str size = qd_double_write(by, buf);
    k->text = cut
        ? qd_arena_printf(a, "%.*s cut by %.*s %%", QD_STR_ARG(name),
                          QD_STR_ARG(size))
        : qd_arena_printf(a, "%.*s %.*s mo late", QD_STR_ARG(name),
                          QD_STR_ARG(size));
    return apply(s, k);
}

/* From the first instant of --on, or of the horizon. */
static bool read_default(qd_shock_run *s, qd_str name)
{
    qd_sym sym = qd_names_find(&s->m->tree.names, name);
    uint32_t dir = sym ? qd_model_find_kind(s->m, sym, "party") : QD_NONE;
    if (dir == QD_NONE || s->m->tree.dirs.at[dir].keyword != QD_K_party) {
        qd_refuse_name(s->m, "party", name);
        return false;
    }
    qd_str on = qd_asked_for(&s->asked, "on");
    qd_span span = { s->m->horizon.from, s->m->horizon.to };
    size_t used;
    if (on.len) qd_date_read(on.at, on.at + on.len, &span, &used);
    qd_shock *k = add(s, QD_SHOCK_DEFAULT, dir);
    k->on = span.from;
    k->text = qd_arena_printf(&s->m->arena, "%.*s in default%s%.*s",
                              QD_STR_ARG(name), on.len ? " from " : "",
                              QD_STR_ARG(on));
    return true;
}

static bool read_option(qd_shock_run *s, const qd_argument *arg)
{
    if (strcmp(arg->name, "drop") == 0) return read_drop(s, arg->value);
    if (strcmp(arg->name, "cut") == 0) return read_change(s, arg->value, true);
    if (strcmp(arg->name, "delay") == 0)
        return read_change(s, arg->value, false);
    if (strcmp(arg->name, "default") == 0) return read_default(s, arg->value);
    return true;
}

/* Options that need an edge list. */
static bool needs_edges(qd_shock_run *s)
{
    static const char *const options[] = { "nodes", "debtrank" };
    for (size_t i = 0; i < s->asked.n; i++)
        for (int k = 0; k < 2; k++)
            if (strcmp(s->asked.args[i].name, options[k]) == 0) {
                refuse(s, qd_arena_printf(&s->m->arena, "--%s needs balance "
                    "sheets: bring them with --edges and --nodes, instead of "
                    "a model", options[k]));
                return true;
            }
    return false;
}

bool qd_shock_read(qd_shock_run *s)
{
    if (needs_edges(s)) return false;
    s->shocked = qd_arena_alloc(&s->m->arena, (s->m->tree.dirs.n + 1) *
                                                  sizeof *s->shocked);
    for (uint32_t i = 0; i < s->m->tree.dirs.n; i++)
        s->shocked[i] = (qd_shocked){ 0 };
    for (size_t i = 0; i < s->asked.n; i++)
        if (!read_option(s, &s->asked.args[i])) return false;
    if (qd_asked_for(&s->asked, "on").len > 0 &&
        qd_asked_for(&s->asked, "default").len == 0)
        return refuse(s, QD_STR("--on says from when a party is in default: "
                                "name it with --default PARTY"));
    if (s->shocks.n > 0) return true;
    return refuse(s, QD_STR("shocked by what? write --drop DEAL, --cut LINE "
                            "30%, --delay LINE 12mo or --default PARTY"));
}

/* ---- Delays */

static bool has_dated_line(const qd_tree *t, const qd_dir *d)
{
    for (uint32_t i = 0; i < d->n_fields; i++)
        if (t->fields.at[d->fields + i].flags & QD_FIELD_DATED) return true;
    return false;
}

/* Why a directive cannot come later; empty when it can. */
static qd_str no_delay(qd_shock_run *s, uint32_t dir)
{
    const qd_tree *t = &s->m->tree;
    const qd_dir *d = &t->dirs.at[dir];
    qd_lowering *l = &s->run.lowering;
    qd_str name = qd_model_name(s->m, d->name);
    qd_sym f = qd_names_find(&t->names, QD_STR("if"));
    if (f && qd_lower_field(l, dir, f, QD_DATE_FIRST) != QD_NODE_HOLE)
        return qd_arena_printf(&s->m->arena, "`%.*s` waits for its condition "
            "(`if:`) and not for a date, so that it cannot be delayed: delay "
            "what it waits for", QD_STR_ARG(name));
    qd_times at = qd_lower_times(l, dir);
    if (at.at != QD_NODE_HOLE || at.from != QD_NODE_HOLE ||
        has_dated_line(t, d)) return (qd_str){ "", 0 };
    return qd_arena_printf(&s->m->arena, "nothing says when `%.*s` is, so "
        "that it cannot be delayed: give it a `when:` or `starts:`",
        QD_STR_ARG(name));
}

bool qd_shock_check_times(qd_shock_run *s)
{
    for (uint32_t i = 0; i < s->shocks.n; i++) {
        const qd_shock *k = &s->shocks.at[i];
        if (k->kind != QD_SHOCK_DELAY ||
            s->m->tree.dirs.at[k->dir].keyword == QD_K_chip) continue;
        qd_str why = no_delay(s, k->dir);
        if (why.len) return refuse(s, why);
    }
    return true;
}

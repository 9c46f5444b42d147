/* Names of units come from units.def, dimensions are rows of small integers
 * that are compared whole: a model has a few dozen of them, so a search from
 * the front beats a table. */
#include "unit/unit.h"

#include <assert.h>

#include "unit/ratio.h"

#define POWER_WRITTEN 9 /* of a name in a unit: USD/share^9 */
#define POWER_MOST 99   /* of a base in a dimension, by arithmetic */
#define DIMS_MOST UINT16_MAX

/* ---- The table of units */

enum kind { NONE, TIME, POWER, CHIP, FLOP, BYTE, TOKEN, SHARE, ENERGY };

#define SI_LETTERS "kMGTPEZY"
#define PREFIXED(x) \
    "k" x "M" x "G" x "T" x "P" x "E" x "Z" x "Y" x

const qd_unit_info qd_unit_table[] = {
#define QD_UNIT(name, also, kind, shift, num, den, doc) \
    { name, also, NULL, kind, shift, num, den, doc },
#define QD_UNIT_SI(name, also, kind, shift, num, den, doc) \
    { name, also, PREFIXED(name), kind, shift, num, den, doc },
#define QD_NO_UNIT(word, instead)
#define QD_NO_UNIT_SI(word, instead)
#include "unit/units.def"
#undef QD_UNIT
#undef QD_UNIT_SI
#undef QD_NO_UNIT
#undef QD_NO_UNIT_SI
};
const size_t qd_unit_table_size =
    sizeof qd_unit_table / sizeof *qd_unit_table;

static const struct no_unit {
    const char *word, *instead;
    bool prefixed;
} no_units[] = {
#define QD_UNIT(name, also, kind, shift, num, den, doc)
#define QD_UNIT_SI(name, also, kind, shift, num, den, doc)
#define QD_NO_UNIT(word, instead) { word, instead, false },
#define QD_NO_UNIT_SI(word, instead) { word, instead, true },
#include "unit/units.def"
#undef QD_UNIT
#undef QD_UNIT_SI
#undef QD_NO_UNIT
#undef QD_NO_UNIT_SI
};
#define NO_UNITS (sizeof no_units / sizeof *no_units)

/* The base units: alone, and behind a '/'. */
static const struct base {
    const char *many, *one;
} bases[QD_BASE_CURRENCY] = {
    [QD_BASE_TIME] = { "mo", "mo" },
    [QD_BASE_POWER] = { "W", "W" },
    [QD_BASE_CHIP] = { "chips", "chip" },
    [QD_BASE_FLOP] = { "FLOP", "FLOP" },
    [QD_BASE_BYTE] = { "B", "B" },
    [QD_BASE_TOKEN] = { "tokens", "token" },
    [QD_BASE_SHARE] = { "shares", "share" },
};

/* The power of ten of a prefix letter, 0 when it is none. */
static int prefix_shift(char letter)
{
    const char *at = letter ? strchr(SI_LETTERS, letter) : NULL;
    return at ? 3 * (int)(at - SI_LETTERS + 1) : 0;
}

/* ---- Dimensions */

static qd_dim dim_find(qd_units *u, const struct qd_dim_row *row)
{
    for (uint32_t i = 0; i < u->dims.n; i++)
        if (memcmp(&u->dims.at[i], row, sizeof *row) == 0) return (qd_dim)i;
    if (u->dims.n >= DIMS_MOST) return QD_DIM_WORD;
    *qd_vec_add(u->mem, &u->dims) = *row;
    return (qd_dim)(u->dims.n - 1);
}

/* a * b^n, a row to look up; false when there is no such dimension. */
static bool row_times(struct qd_dim_row *a, const struct qd_dim_row *b, int n)
{
    if (a->special || b->special) return false;
    for (int i = 0; i < QD_BASE_COUNT; i++) {
        int power = a->power[i] + n * b->power[i];
        if (power < -POWER_MOST || power > POWER_MOST) return false;
        a->power[i] = (int8_t)power;
    }
    return true;
}

static qd_dim dim_times(qd_units *u, qd_dim a, qd_dim b, int n)
{
    assert(a < u->dims.n && b < u->dims.n);
    struct qd_dim_row row = u->dims.at[a];
    return row_times(&row, &u->dims.at[b], n) ? dim_find(u, &row)
                                              : QD_DIM_WORD;
}

qd_dim qd_dim_mul(qd_units *u, qd_dim a, qd_dim b)
{
    return dim_times(u, a, b, 1);
}

qd_dim qd_dim_div(qd_units *u, qd_dim a, qd_dim b)
{
    return dim_times(u, a, b, -1);
}

qd_dim qd_dim_pow(qd_units *u, qd_dim a, int n)
{
    if (n < -POWER_MOST || n > POWER_MOST) n = POWER_MOST + 1;
    return dim_times(u, QD_DIM_NONE, a, n);
}

qd_dim qd_dim_money(qd_units *u, unsigned currency)
{
    assert(currency < u->n_currencies);
    struct qd_dim_row row = { .special = 0 };
    row.power[QD_BASE_CURRENCY + currency] = 1;
    return dim_find(u, &row);
}

bool qd_dim_is_money(const qd_units *u, qd_dim d, unsigned *currency)
{
    struct qd_dim_row row = u->dims.at[d];
    for (unsigned i = 0; i < u->n_currencies; i++) {
        if (row.power[QD_BASE_CURRENCY + i] != 1) continue;
        row.power[QD_BASE_CURRENCY + i] = 0;
        if (currency) *currency = i;
        static const struct qd_dim_row none;
        return memcmp(&row, &none, sizeof row) == 0;
    }
    return false;
}

void qd_units_init(qd_units *u, qd_mem *mem, qd_arena *arena)
{
    *u = (qd_units){ .mem = mem, .arena = arena };
    for (int8_t special = 0; special <= QD_DIM_WORD; special++) {
        struct qd_dim_row row = { .special = special };
        if (special == QD_DIM_TIME) {
            row.special = 0;
            row.power[QD_BASE_TIME] = 1;
        }
        *qd_vec_add(u->mem, &u->dims) = row;
    }
}

bool qd_units_currency(qd_units *u, qd_str code, qd_str sign)
{
    for (unsigned i = 0; i < u->n_currencies; i++) {
        if (!qd_str_eq(u->currency[i], code)) continue;
        if (sign.len) u->sign[i] = sign;
        return true;
    }
    if (u->n_currencies == QD_LIMIT_CURRENCIES) return false;
    u->currency[u->n_currencies] = code;
    u->sign[u->n_currencies++] = sign;
    return true;
}

/* ---- Factors */

/* 10^shift * num / den with the tens of num and den moved to the shift. */
static void factor_settle(int *shift, int64_t *num, int64_t *den)
{
    for (; *num % 10 == 0; *num /= 10) ++*shift;
    for (; *den % 10 == 0; *den /= 10) --*shift;
}

static int64_t common(int64_t a, int64_t b)
{
    while (b) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Multiplies the factor of `out` by 10^shift * num / den. */
static bool factor_times(qd_unit *out, int shift, int64_t num, int64_t den)
{
    int64_t g = common(out->num, den), h = common(num, out->den);
    if (__builtin_mul_overflow(out->num / g, num / h, &num) ||
        __builtin_mul_overflow(out->den / h, den / g, &den))
        return false;
    shift += out->shift;
    factor_settle(&shift, &num, &den);
    if (shift < INT8_MIN || shift > INT8_MAX) return false;
    *out = (qd_unit){ out->dim, (int8_t)shift, num, den };
    return true;
}

double qd_unit_value(const qd_unit *unit, qd_decimal number)
{
    return qd_ratio_double(qd_decimal_mantissa(number), unit->num, unit->den,
                           qd_decimal_exponent(number) + unit->shift);
}

/* ---- Reading */

/* What one name of a unit means. */
struct meaning {
    struct qd_dim_row row;
    int shift;
    int64_t num, den;
};

/* Whether `name` is one of the words of `list`, which blanks separate. */
static bool in_words(const char *list, qd_str name)
{
    while (*list) {
        size_t len = strcspn(list, " ");
        if (qd_str_eq((qd_str){ list, len }, name)) return true;
        list += len;
        list += *list == ' ';
    }
    return false;
}

static struct qd_dim_row kind_row(enum kind kind)
{
    struct qd_dim_row row = { .special = 0 };
    if (kind == ENERGY) {
        row.power[QD_BASE_POWER] = row.power[QD_BASE_TIME] = 1;
    } else if (kind != NONE) {
        static const uint8_t base[] = {
            [TIME] = QD_BASE_TIME,   [POWER] = QD_BASE_POWER,
            [CHIP] = QD_BASE_CHIP,   [FLOP] = QD_BASE_FLOP,
            [BYTE] = QD_BASE_BYTE,   [TOKEN] = QD_BASE_TOKEN,
            [SHARE] = QD_BASE_SHARE,
        };
        row.power[base[kind]] = 1;
    }
    return row;
}

static bool find_currency(const qd_units *u, qd_str name, struct meaning *out)
{
    for (unsigned i = 0; i < u->n_currencies; i++) {
        if (!qd_str_eq(name, u->currency[i]) &&
            !(u->sign[i].len && qd_str_eq(name, u->sign[i])))
            continue;
        *out = (struct meaning){ .num = 1, .den = 1 };
        out->row.power[QD_BASE_CURRENCY + i] = 1;
        return true;
    }
    return false;
}

static bool find_name(const qd_units *u, qd_str name, struct meaning *out)
{
    if (find_currency(u, name, out)) return true;
    int shift = name.len > 1 ? prefix_shift(name.at[0]) : 0;
    qd_str rest = { name.at + 1, name.len - 1 };
    for (size_t i = 0; i < qd_unit_table_size; i++) {
        const qd_unit_info *row = &qd_unit_table[i];
        bool plain = qd_str_eq(name, qd_str_c(row->name)) ||
                     in_words(row->also, name);
        bool prefixed = shift && row->prefixed &&
                        qd_str_eq(rest, qd_str_c(row->name));
        if (!plain && !prefixed) continue;
        *out = (struct meaning){ .row = kind_row((enum kind)row->kind),
                                 .shift = row->shift + (plain ? 0 : shift),
                                 .num = row->num,
                                 .den = row->den };
        return true;
    }
    return false;
}

/* Splits "name^n" into the name and n, 1 when it is not written. */
static enum qd_unit_error split_power(qd_str *name, int *power)
{
    const char *hat = name->len ? memchr(name->at, '^', name->len) : NULL;
    *power = 1;
    if (!hat) return name->len ? QD_UNIT_OK : QD_UNIT_SHAPE;
    const char *at = hat + 1, *end = name->at + name->len;
    bool minus = at < end && *at == '-';
    at += minus;
    if (at == end || hat == name->at) return QD_UNIT_SHAPE;
    int n = 0;
    for (; at < end; at++) {
        if (*at < '0' || *at > '9') return QD_UNIT_SHAPE;
        n = n > POWER_WRITTEN ? n : 10 * n + (*at - '0');
    }
    if (n > POWER_WRITTEN) return QD_UNIT_POWER;
    *power = minus ? -n : n;
    name->len = (size_t)(hat - name->at);
    return QD_UNIT_OK;
}

/* Multiplies `out` and `row` by one written name to the power `sign`. */
static enum qd_unit_error times_name(const qd_units *u, qd_str *name,
                                     int sign, qd_unit *out,
                                     struct qd_dim_row *row)
{
    int power;
    struct meaning m;
    enum qd_unit_error error = split_power(name, &power);
    if (error) return error;
    if (!find_name(u, *name, &m)) return QD_UNIT_UNKNOWN;
    power *= sign;
    if (!row_times(row, &m.row, power)) return QD_UNIT_POWER;
    for (int i = 0; i < power; i++)
        if (!factor_times(out, m.shift, m.num, m.den)) return QD_UNIT_POWER;
    for (int i = 0; i > power; i--)
        if (!factor_times(out, -m.shift, m.den, m.num)) return QD_UNIT_POWER;
    return QD_UNIT_OK;
}

static bool row_too_high(const struct qd_dim_row *row)
{
    for (int i = 0; i < QD_BASE_COUNT; i++)
        if (row->power[i] < -POWER_WRITTEN || row->power[i] > POWER_WRITTEN)
            return true;
    return false;
}

enum qd_unit_error qd_unit_read(qd_units *u, qd_str text, qd_unit *out,
                                qd_str *bad)
{
    const char *at = text.at, *end = text.at + text.len;
    struct qd_dim_row row = { .special = 0 };
    int sign = 1;
    bool divided = false;
    *out = (qd_unit){ QD_DIM_NONE, 0, 1, 1 };
    *bad = text;
    if (text.len > 2 && at[0] == '1' && at[1] == '/')
        at += 2, sign = -1, divided = true;
    for (;;) {
        const char *stop = at;
        while (stop < end && *stop != '/' && *stop != '*') stop++;
        qd_str name = { at, (size_t)(stop - at) };
        enum qd_unit_error error = times_name(u, &name, sign, out, &row);
        if (error == QD_UNIT_UNKNOWN) *bad = name;
        if (error) return error;
        if (stop == end) break;
        if (*stop == '*' && divided) return QD_UNIT_SHAPE;
        sign = *stop == '/' ? -1 : 1;
        divided |= sign < 0;
        at = stop + 1;
    }
    if (row_too_high(&row)) return QD_UNIT_POWER;
    out->dim = dim_find(u, &row);
    return QD_UNIT_OK;
}

/* ---- Names */

static void add_name(qd_str *out, size_t room, size_t *n, qd_str name)
{
    if (*n < room) out[*n] = name;
    ++*n;
}

static void add_row_names(const qd_unit_info *row, qd_str *out, size_t room,
                          size_t *n)
{
    qd_str name = qd_str_c(row->name);
    add_name(out, room, n, name);
    for (const char *at = row->also; *at;) {
        size_t len = strcspn(at, " ");
        add_name(out, room, n, (qd_str){ at, len });
        at += len;
        at += *at == ' ';
    }
    for (size_t i = 0; row->prefixed && i < sizeof SI_LETTERS - 1; i++)
        add_name(out, room, n, (qd_str){ row->prefixed + i * (name.len + 1),
                                         name.len + 1 });
}

size_t qd_unit_names(const qd_units *u, qd_str *out, size_t room)
{
    size_t n = 0;
    for (unsigned i = 0; i < u->n_currencies; i++)
        add_name(out, room, &n, u->currency[i]);
    for (size_t i = 0; i < qd_unit_table_size; i++)
        add_row_names(&qd_unit_table[i], out, room, &n);
    return n;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 'a' - 'A') : c;
}

static bool same_but_case(qd_str a, qd_str b)
{
    if (a.len != b.len) return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i])) return false;
    return true;
}

qd_str qd_unit_instead(const qd_units *u, qd_str bad)
{
    size_t n = qd_unit_names(u, NULL, 0);
    qd_str *names = qd_arena_alloc(u->arena, n * sizeof *names);
    qd_unit_names(u, names, n);
    for (size_t i = 0; i < n; i++)
        if (same_but_case(bad, names[i])) return names[i];
    for (size_t i = 0; i < NO_UNITS; i++) {
        qd_str word = qd_str_c(no_units[i].word);
        const char *instead = no_units[i].instead;
        if (qd_str_eq(bad, word)) return qd_str_c(instead);
        if (no_units[i].prefixed && bad.len == word.len + 1 &&
            prefix_shift(bad.at[0]) &&
            memcmp(bad.at + 1, word.at, word.len) == 0)
            return qd_arena_printf(u->arena, "%c%s", bad.at[0], instead);
    }
    return (qd_str){ NULL, 0 };
}

static qd_str base_text(const qd_units *u, int base, bool many)
{
    if (base >= QD_BASE_CURRENCY) return u->currency[base - QD_BASE_CURRENCY];
    return qd_str_c(many ? bases[base].many : bases[base].one);
}

/* `so_far` with one more name; `power` above 0. */
static qd_str text_with(const qd_units *u, qd_str so_far, char sign,
                        qd_str name, int power)
{
    bool first = so_far.len == 0;
    qd_str text = qd_arena_printf(u->arena, "%.*s%.*s%.*s",
                                  QD_STR_ARG(so_far), !first, &sign,
                                  QD_STR_ARG(name));
    if (power == 1) return text;
    return qd_arena_printf(u->arena, "%.*s^%d", QD_STR_ARG(text), power);
}

/* Money comes first, then what is counted, time last: USD*mo/chip. */
static qd_str side_text(const qd_units *u, const struct qd_dim_row *row,
                        qd_str text, int side)
{
    for (int i = QD_BASE_COUNT; i-- > 0;) {
        int power = side * row->power[i];
        if (power <= 0) continue;
        qd_str name = base_text(u, i, side > 0 && power == 1);
        text = text_with(u, text, side > 0 ? '*' : '/', name, power);
    }
    return text;
}

qd_str qd_dim_text(qd_units *u, qd_dim d)
{
    if (d == QD_DIM_NONE) return QD_STR("number");
    if (d == QD_DIM_DATE) return QD_STR("date");
    if (d == QD_DIM_BOOL) return QD_STR("yes or no");
    if (d == QD_DIM_WORD) return QD_STR("word");
    const struct qd_dim_row *row = &u->dims.at[d];
    qd_str text = side_text(u, row, (qd_str){ "", 0 }, 1);
    return side_text(u, row, text.len ? text : QD_STR("1"), -1);
}

/* Rational numbers: 64 bits where they do, digits to the base 2^32 beyond.
 *
 * Always in lowest terms, which costs a greatest common divisor for each
 * operation and keeps what a chain of events makes as short as it can be.
 * Common factors are taken out crosswise before a product is formed, so the
 * divisor of a long number and a short one costs one pass over the long. */
#include "math/rational.h"

#include <assert.h>
#include <math.h>
#include <string.h>

struct qd_rat_long {
    bool negative;
    uint32_t n, d;    /* digits of the numerator, of the denominator */
    uint32_t digit[]; /* the lowest first; the last of each is not 0 */
};

/* A natural number; n = 0 is zero. */
typedef struct nat {
    const uint32_t *at;
    uint32_t n;
} nat;

/* ---- Natural numbers */

static uint32_t *digits_of(qd_arena *a, uint32_t n)
{
    return qd_arena_alloc(a, ((size_t)n + 1) * sizeof(uint32_t));
}

static nat trimmed(const uint32_t *at, uint32_t n)
{
    while (n && at[n - 1] == 0) n--;
    return (nat){ at, n };
}

static nat nat_of(qd_arena *a, uint64_t x)
{
    uint32_t *at = digits_of(a, 2);
    at[0] = (uint32_t)x;
    at[1] = (uint32_t)(x >> 32);
    return trimmed(at, 2);
}

static uint64_t low_word(nat x)
{
    uint64_t low = x.n ? x.at[0] : 0;
    return x.n > 1 ? low | (uint64_t)x.at[1] << 32 : low;
}

static int nat_compare(nat x, nat y)
{
    if (x.n != y.n) return x.n < y.n ? -1 : 1;
    for (uint32_t i = x.n; i-- > 0;)
        if (x.at[i] != y.at[i]) return x.at[i] < y.at[i] ? -1 : 1;
    return 0;
}

static nat nat_add(qd_arena *a, nat x, nat y)
{
    if (x.n < y.n) return nat_add(a, y, x);
    uint32_t *at = digits_of(a, x.n + 1);
    uint64_t carry = 0;
    for (uint32_t i = 0; i < x.n; i++) {
        carry += (uint64_t)x.at[i] + (i < y.n ? y.at[i] : 0);
        at[i] = (uint32_t)carry;
        carry >>= 32;
    }
    at[x.n] = (uint32_t)carry;
    return trimmed(at, x.n + 1);
}

/* x - y for x >= y. */
static nat nat_subtract(qd_arena *a, nat x, nat y)
{
    uint32_t *at = digits_of(a, x.n);
    uint64_t borrow = 0;
    for (uint32_t i = 0; i < x.n; i++) {
        uint64_t left = (uint64_t)x.at[i] - (i < y.n ? y.at[i] : 0) - borrow;
        at[i] = (uint32_t)left;
        borrow = left >> 63;
    }
    return trimmed(at, x.n);
}

static nat nat_times(qd_arena *a, nat x, nat y)
{
    uint32_t *at = digits_of(a, x.n + y.n);
    memset(at, 0, ((size_t)x.n + y.n) * sizeof *at);
    for (uint32_t i = 0; i < x.n; i++) {
        uint64_t carry = 0;
        for (uint32_t j = 0; j < y.n; j++) {
            carry += (uint64_t)x.at[i] * y.at[j] + at[i + j];
            at[i + j] = (uint32_t)carry;
            carry >>= 32;
        }
        at[i + y.n] = (uint32_t)carry;
    }
    return trimmed(at, x.n + y.n);
}

static uint32_t divide_short(uint32_t *quotient, nat x, uint32_t by)
{
    uint64_t rest = 0;
    for (uint32_t i = x.n; i-- > 0;) {
        rest = rest << 32 | x.at[i];
        quotient[i] = (uint32_t)(rest / by);
        rest %= by;
    }
    return (uint32_t)rest;
}

/* `to` = x * 2^bits, for bits < 32; to has room for one digit more. */
static void shift_left(uint32_t *to, nat x, unsigned bits)
{
    uint64_t carry = 0;
    for (uint32_t i = 0; i < x.n; i++) {
        carry |= (uint64_t)x.at[i] << bits;
        to[i] = (uint32_t)carry;
        carry >>= 32;
    }
    to[x.n] = (uint32_t)carry;
}

/* One digit of the quotient by Knuth's algorithm D: u, of y.n + 1 digits,
 * becomes its remainder by y, whose highest bit is set. */
static uint32_t divide_step(uint32_t *u, nat y)
{
    uint64_t top = (uint64_t)u[y.n] << 32 | u[y.n - 1];
    uint64_t digit = top / y.at[y.n - 1], rest = top % y.at[y.n - 1];
    while (digit >> 32 ||
           digit * y.at[y.n - 2] > (rest << 32 | u[y.n - 2])) {
        digit--;
        rest += y.at[y.n - 1];
        if (rest >> 32) break;
    }
    uint64_t borrow = 0;
    for (uint32_t i = 0; i < y.n; i++) {
        borrow += digit * y.at[i];
        uint64_t left = (uint64_t)u[i] - (uint32_t)borrow;
        u[i] = (uint32_t)left;
        borrow = (borrow >> 32) + (left >> 63);
    }
    uint64_t left = (uint64_t)u[y.n] - borrow;
    u[y.n] = (uint32_t)left;
    if (!(left >> 63)) return (uint32_t)digit;
    uint64_t carry = 0; /* one too many: give one back */
    for (uint32_t i = 0; i < y.n; i++) {
        carry += (uint64_t)u[i] + y.at[i];
        u[i] = (uint32_t)carry;
        carry >>= 32;
    }
    u[y.n] += (uint32_t)carry;
    return (uint32_t)digit - 1;
}

/* The quotient of x and y > 0, and what is left. */
static nat nat_divide(qd_arena *a, nat x, nat y, nat *left)
{
    if (nat_compare(x, y) < 0) {
        *left = x;
        return (nat){ 0 };
    }
    uint32_t *q = digits_of(a, x.n);
    if (y.n == 1) {
        *left = nat_of(a, divide_short(q, x, y.at[0]));
        return trimmed(q, x.n);
    }
    unsigned bits = (unsigned)__builtin_clz(y.at[y.n - 1]);
    uint32_t *u = digits_of(a, x.n + 1), *v = digits_of(a, y.n + 1);
    shift_left(u, x, bits);
    shift_left(v, y, bits);
    uint32_t n = x.n - y.n + 1;
    for (uint32_t i = n; i-- > 0;)
        q[i] = divide_step(u + i, (nat){ v, y.n });
    for (uint32_t i = 0; bits && i < y.n; i++)
        u[i] = u[i] >> bits | (uint32_t)((uint64_t)u[i + 1] << (32 - bits));
    *left = trimmed(u, y.n);
    return trimmed(q, n);
}

static nat nat_quotient(qd_arena *a, nat x, nat y)
{
    nat left;
    if (y.n == 1 && y.at[0] == 1) return x;
    return nat_divide(a, x, y, &left);
}

static uint64_t word_divisor(uint64_t x, uint64_t y)
{
    if (!x || !y) return x | y;
    int twos = __builtin_ctzll(x | y);
    x >>= __builtin_ctzll(x);
    while (y) {
        y >>= __builtin_ctzll(y);
        if (x > y) {
            uint64_t more = x;
            x = y;
            y = more;
        }
        y -= x;
    }
    return x << twos;
}

/* The 62 bits of x from bit `bits` - 1 down. */
static int64_t leading(nat x, uint64_t bits)
{
    uint64_t from = bits > 62 ? bits - 62 : 0, word = 0;
    for (uint32_t i = 0; i < 3; i++) {
        uint64_t at = from / 32 + i;
        if (at >= x.n) break;
        uint64_t digit = x.at[at];
        int64_t to = 32 * (int64_t)i - (int64_t)(from % 32);
        word |= to < 0 ? digit >> -to : digit << to;
    }
    return (int64_t)(word & (((uint64_t)1 << 62) - 1));
}

static uint64_t bits_of(nat x)
{
    if (!x.n) return 0;
    return 32 * (uint64_t)x.n - (uint64_t)__builtin_clz(x.at[x.n - 1]);
}

/* f * x + g * y, known not to be negative, for x.n >= y.n. */
static nat combine(uint32_t *to, nat x, int64_t f, nat y, int64_t g)
{
    int64_t sum = 0;
    for (uint32_t i = 0; i < x.n; i++) {
        sum += f * (int64_t)x.at[i];
        if (i < y.n) sum += g * (int64_t)y.at[i];
        to[i] = (uint32_t)sum;
        sum >>= 32;
    }
    return trimmed(to, x.n);
}

/* What several steps of Euclid's algorithm make of (x, y): f x + g y and
 * h x + k y. */
struct steps {
    int64_t f, g, h, k;
};

/* Knuth's algorithm L: as many steps as the leading bits decide. */
static struct steps lehmer(int64_t x, int64_t y)
{
    struct steps m = { .f = 1, .k = 1 };
    const int64_t most = ((int64_t)1 << 31) - 1;
    while (y + m.h != 0 && y + m.k != 0) {
        int64_t q = (x + m.f) / (y + m.h);
        if (q != (x + m.g) / (y + m.k) || q > most) break;
        int64_t h, k;
        if (__builtin_mul_overflow(q, m.h, &h) ||
            __builtin_mul_overflow(q, m.k, &k))
            break;
        h = m.f - h;
        k = m.g - k;
        if (h > most || h < -most || k > most || k < -most) break;
        m = (struct steps){ m.h, m.k, h, k };
        int64_t rest = x - q * y;
        x = y;
        y = rest;
    }
    return m;
}

static nat word_and_long(qd_arena *a, nat x, nat y)
{
    if (y.n == 0) return x;
    nat left;
    nat_divide(a, x, y, &left);
    return nat_of(a, word_divisor(low_word(y), low_word(left)));
}

static nat nat_divisor(qd_arena *a, nat x, nat y)
{
    if (nat_compare(x, y) < 0) return nat_divisor(a, y, x);
    if (y.n <= 2) return word_and_long(a, x, y);
    uint32_t *room[4];
    for (int i = 0; i < 4; i++) room[i] = digits_of(a, x.n);
    int turn = 0;
    while (y.n > 2) {
        uint64_t bits = bits_of(x);
        struct steps m = lehmer(leading(x, bits), leading(y, bits));
        nat was = x, by = y;
        if (m.g == 0) {
            nat_divide(a, was, by, &y);
            x = by;
            continue;
        }
        x = combine(room[turn], was, m.f, by, m.g);
        y = combine(room[turn + 1], was, m.h, by, m.k);
        turn = 2 - turn;
    }
    return word_and_long(a, x, y);
}

/* ---- Rational numbers */

static uint64_t size_of(int64_t x)
{
    return x < 0 ? 0 - (uint64_t)x : (uint64_t)x;
}

/* A sign and two natural numbers without a common factor. */
struct pair {
    bool negative;
    nat num, den;
};

static struct pair pair_of(qd_arena *a, qd_rat x)
{
    if (!x.big)
        return (struct pair){ x.num < 0, nat_of(a, size_of(x.num)),
                              nat_of(a, (uint64_t)x.den) };
    const struct qd_rat_long *b = x.big;
    return (struct pair){ b->negative, { b->digit, b->n },
                          { b->digit + b->n, b->d } };
}

static bool fits(nat x)
{
    return x.n < 2 || (x.n == 2 && x.at[1] >> 31 == 0);
}

static qd_rat rat_of(qd_arena *a, bool negative, nat num, nat den)
{
    if (fits(num) && fits(den)) {
        int64_t n = (int64_t)low_word(num);
        return (qd_rat){ negative ? -n : n, (int64_t)low_word(den), NULL };
    }
    struct qd_rat_long *b = qd_arena_alloc(
        a, sizeof *b + ((size_t)num.n + den.n) * sizeof *b->digit);
    *b = (struct qd_rat_long){ negative, num.n, den.n };
    memcpy(b->digit, num.at, num.n * sizeof *b->digit);
    memcpy(b->digit + num.n, den.at, den.n * sizeof *b->digit);
    return (qd_rat){ .big = b };
}

qd_rat qd_rat_of(int64_t num, int64_t den)
{
    assert(den != 0 && num != INT64_MIN && den != INT64_MIN);
    int64_t g = (int64_t)word_divisor(size_of(num), size_of(den));
    if (den < 0) g = -g;
    return (qd_rat){ .num = num / g, .den = den / g };
}

/* The first convergent of num/den, by Euclid's algorithm, that is x nearly. */
static qd_rat convergent(int64_t num, int64_t den, double x)
{
    int64_t p = 1, q = 0, p_was = 0, q_was = 1;
    while (den) {
        int64_t whole = num / den, rest = num % den, next = whole * p + p_was;
        p_was = p;
        p = next;
        next = whole * q + q_was;
        q_was = q;
        q = next;
        if (fabs((double)p / (double)q - x) <= 0x1p-50 * x) break;
        num = den;
        den = rest;
    }
    return (qd_rat){ .num = p, .den = q };
}

qd_rat qd_rat_near(double x)
{
    double size = fabs(x);
    bool turned = size < 1;
    assert(size < 0x1p62);
    if (size < 0x1p-62) return qd_rat_whole(0);
    if (turned) size = 1 / size;
    int64_t den = 1;
    for (; den < (int64_t)1 << 52 && size * (double)den < 0x1p52;) den *= 2;
    qd_rat r = convergent((int64_t)(size * (double)den), den, size);
    if (turned) r = (qd_rat){ .num = r.den, .den = r.num };
    if (x < 0) r.num = -r.num;
    return r;
}

static qd_rat long_times(qd_arena *a, struct pair x, struct pair y)
{
    nat g = nat_divisor(a, x.num, y.den), h = nat_divisor(a, y.num, x.den);
    return rat_of(a, x.negative != y.negative,
                  nat_times(a, nat_quotient(a, x.num, g),
                            nat_quotient(a, y.num, h)),
                  nat_times(a, nat_quotient(a, x.den, h),
                            nat_quotient(a, y.den, g)));
}

qd_rat qd_rat_times(qd_arena *a, qd_rat x, qd_rat y)
{
    if (qd_rat_sign(x) == 0 || qd_rat_sign(y) == 0) return qd_rat_whole(0);
    if (!x.big && !y.big) {
        int64_t g = (int64_t)word_divisor(size_of(x.num), (uint64_t)y.den);
        int64_t h = (int64_t)word_divisor(size_of(y.num), (uint64_t)x.den);
        int64_t num, den;
        if (!__builtin_mul_overflow(x.num / g, y.num / h, &num) &&
            !__builtin_mul_overflow(x.den / h, y.den / g, &den) &&
            num != INT64_MIN)
            return (qd_rat){ .num = num, .den = den };
    }
    return long_times(a, pair_of(a, x), pair_of(a, y));
}

qd_rat qd_rat_divide(qd_arena *a, qd_rat x, qd_rat y)
{
    assert(qd_rat_sign(y) != 0);
    if (qd_rat_sign(x) == 0) return x;
    if (!y.big)
        return qd_rat_times(a, x, (qd_rat){ y.num < 0 ? -y.den : y.den,
                                            y.num < 0 ? -y.num : y.num,
                                            NULL });
    struct pair p = pair_of(a, y);
    nat num = p.den;
    p.den = p.num;
    p.num = num;
    return long_times(a, pair_of(a, x), p);
}

/* x.num * left + y.num * right with their signs, over den. */
static qd_rat long_sum(qd_arena *a, struct pair x, struct pair y)
{
    nat g = nat_divisor(a, x.den, y.den);
    nat rest = nat_quotient(a, x.den, g);
    nat p = nat_times(a, x.num, nat_quotient(a, y.den, g));
    nat q = nat_times(a, y.num, rest);
    bool negative = x.negative;
    nat sum;
    if (x.negative == y.negative) {
        sum = nat_add(a, p, q);
    } else {
        int order = nat_compare(p, q);
        if (order == 0) return qd_rat_whole(0);
        if (order < 0) negative = y.negative;
        sum = order > 0 ? nat_subtract(a, p, q) : nat_subtract(a, q, p);
    }
    nat h = nat_divisor(a, sum, g);
    return rat_of(a, negative, nat_quotient(a, sum, h),
                  nat_times(a, rest, nat_quotient(a, y.den, h)));
}

qd_rat qd_rat_add(qd_arena *a, qd_rat x, qd_rat y)
{
    if (qd_rat_sign(x) == 0) return y;
    if (qd_rat_sign(y) == 0) return x;
    if (!x.big && !y.big) {
        int64_t g = (int64_t)word_divisor((uint64_t)x.den, (uint64_t)y.den);
        int64_t p, q, sum, den;
        if (!__builtin_mul_overflow(x.num, y.den / g, &p) &&
            !__builtin_mul_overflow(y.num, x.den / g, &q) &&
            !__builtin_add_overflow(p, q, &sum) && sum != INT64_MIN) {
            int64_t h = (int64_t)word_divisor(size_of(sum), (uint64_t)g);
            if (!__builtin_mul_overflow(x.den / g, y.den / h, &den))
                return (qd_rat){ .num = sum / h, .den = den };
        }
    }
    return long_sum(a, pair_of(a, x), pair_of(a, y));
}

qd_rat qd_rat_negative(qd_arena *a, qd_rat x)
{
    if (!x.big) return (qd_rat){ .num = -x.num, .den = x.den };
    struct pair p = pair_of(a, x);
    return rat_of(a, !p.negative, p.num, p.den);
}

qd_rat qd_rat_subtract(qd_arena *a, qd_rat x, qd_rat y)
{
    return qd_rat_add(a, x, qd_rat_negative(a, y));
}

int qd_rat_sign(qd_rat x)
{
    if (x.big) return x.big->negative ? -1 : 1;
    return (x.num > 0) - (x.num < 0);
}

int qd_rat_compare(qd_arena *a, qd_rat x, qd_rat y)
{
    int s = qd_rat_sign(x), t = qd_rat_sign(y);
    if (s != t) return s < t ? -1 : 1;
    if (!x.big && !y.big) {
        int64_t p, q;
        if (!__builtin_mul_overflow(x.num, y.den, &p) &&
            !__builtin_mul_overflow(y.num, x.den, &q))
            return (p > q) - (p < q);
    }
    struct pair p = pair_of(a, x), q = pair_of(a, y);
    int order = nat_compare(nat_times(a, p.num, q.den),
                            nat_times(a, q.num, p.den));
    return s < 0 ? -order : order;
}

qd_rat qd_rat_copy(qd_arena *a, qd_rat x)
{
    if (!x.big) return x;
    const struct qd_rat_long *b = x.big;
    return rat_of(a, b->negative, (nat){ b->digit, b->n },
                  (nat){ b->digit + b->n, b->d });
}

double qd_rat_double(qd_rat x)
{
    if (!x.big) return (double)x.num / (double)x.den;
    const struct qd_rat_long *b = x.big;
    nat num = { b->digit, b->n }, den = { b->digit + b->n, b->d };
    uint64_t n = bits_of(num), d = bits_of(den);
    double value = (double)leading(num, n) / (double)leading(den, d);
    int64_t up = (n > 62 ? (int64_t)n - 62 : 0) -
                 (d > 62 ? (int64_t)d - 62 : 0);
    if (up > 5000) up = 5000;
    if (up < -5000) up = -5000;
    return ldexp(b->negative ? -value : value, (int)up);
}

bool qd_rat_floor(qd_arena *a, qd_rat x, int64_t grid, int64_t *k,
                  bool *exact)
{
    struct pair p = pair_of(a, x);
    nat left, whole = nat_divide(
        a, nat_times(a, p.num, nat_of(a, (uint64_t)grid)), p.den, &left);
    if (bits_of(whole) > 62) return false;
    *exact = left.n == 0;
    *k = (int64_t)low_word(whole);
    if (p.negative) *k = *exact ? -*k : -*k - 1;
    return true;
}

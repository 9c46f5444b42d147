/* Exact rational to double.
 *
 * The quotient of two doubles that hold their integers exactly is already
 * the nearest double, and nearly every written number gets there. The rest
 * goes the long way: both sides as long integers, and a binary division that
 * keeps whether anything was left over. Long double was rejected: it rounds
 * twice, and is a plain double on some machines. */
#include "unit/ratio.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* 64 + 63 bits, 300 powers of ten (997 bits), one bit of room. */
#define LIMBS 36

typedef struct big {
    uint32_t limb[LIMBS]; /* the lowest first */
    int n;                /* limbs in use */
} big;

static void big_times(big *b, uint32_t by)
{
    uint64_t carry = 0;
    for (int i = 0; i < b->n; i++) {
        carry += (uint64_t)b->limb[i] * by;
        b->limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    if (carry) b->limb[b->n++] = (uint32_t)carry;
}

static void big_times_ten(big *b, int times)
{
    for (; times >= 9; times -= 9) big_times(b, 1000000000u);
    for (; times > 0; times--) big_times(b, 10u);
}

static big big_product(uint64_t x, uint64_t y)
{
    uint64_t lo = (x & UINT32_MAX) * (y & UINT32_MAX);
    uint64_t mid = (x >> 32) * (y & UINT32_MAX) + (lo >> 32);
    uint64_t mid2 = (x & UINT32_MAX) * (y >> 32) + (mid & UINT32_MAX);
    uint64_t hi = (x >> 32) * (y >> 32) + (mid >> 32) + (mid2 >> 32);
    big b = { .n = 4 };
    b.limb[0] = (uint32_t)lo;
    b.limb[1] = (uint32_t)mid2;
    b.limb[2] = (uint32_t)hi;
    b.limb[3] = (uint32_t)(hi >> 32);
    while (b.n > 1 && b.limb[b.n - 1] == 0) b.n--;
    return b;
}

static int big_bits(const big *b)
{
    int bits = 32 * (b->n - 1);
    for (uint32_t top = b->limb[b->n - 1]; top; top >>= 1) bits++;
    return bits;
}

static void big_shift(big *b, int bits)
{
    int whole = bits / 32;
    memmove(b->limb + whole, b->limb, (size_t)b->n * sizeof *b->limb);
    memset(b->limb, 0, (size_t)whole * sizeof *b->limb);
    b->n += whole;
    if (bits % 32) big_times(b, (uint32_t)1 << bits % 32);
}

static int big_compare(const big *a, const big *b)
{
    for (int i = LIMBS - 1; i >= 0; i--)
        if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
    return 0;
}

static void big_subtract(big *a, const big *b)
{
    uint64_t borrow = 0;
    for (int i = 0; i < a->n; i++) {
        uint64_t d = (uint64_t)a->limb[i] - b->limb[i] - borrow;
        a->limb[i] = (uint32_t)d;
        borrow = d >> 63;
    }
    while (a->n > 1 && a->limb[a->n - 1] == 0) a->n--;
}

/* top / bottom to the nearest double. With as many bits on both sides the
 * quotient lies between 1/2 and 2; 55 bits of it and one that says whether
 * more follow decide the rounding, which the conversion then does. */
static double big_ratio(big *top, big *bottom)
{
    int shift = big_bits(top) - big_bits(bottom);
    if (shift > 0)
        big_shift(bottom, shift);
    else
        big_shift(top, -shift);
    uint64_t q = 0;
    for (int i = 0; i < 55; i++) {
        q <<= 1;
        if (big_compare(top, bottom) >= 0) {
            big_subtract(top, bottom);
            q |= 1;
        }
        big_times(top, 2);
    }
    bool more = top->n > 1 || top->limb[0];
    return ldexp((double)(q << 1 | more), shift - 55);
}

/* x * 10^times when that is an integer that a double holds. */
static bool small_product(uint64_t x, int times, uint64_t *out)
{
    const uint64_t limit = (uint64_t)1 << 53;
    if (x > limit) return false;
    for (; times > 0; times--) {
        x *= 10;
        if (x > limit) return false;
    }
    *out = x;
    return true;
}

double qd_ratio_double(int64_t m, int64_t num, int64_t den, int shift)
{
    if (m == 0) return 0;
    uint64_t size = m < 0 ? 0 - (uint64_t)m : (uint64_t)m;
    int up = shift > 0 ? shift : 0, down = shift < 0 ? -shift : 0;
    uint64_t product, x, y;
    double value;
    if (!__builtin_mul_overflow(size, (uint64_t)num, &product) &&
        small_product(product, up, &x) &&
        small_product((uint64_t)den, down, &y)) {
        value = (double)x / (double)y;
    } else {
        big top = big_product(size, (uint64_t)num);
        big bottom = big_product((uint64_t)den, 1);
        big_times_ten(&top, up);
        big_times_ten(&bottom, down);
        value = big_ratio(&top, &bottom);
    }
    return m < 0 ? -value : value;
}

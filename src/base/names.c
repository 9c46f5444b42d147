/* Open addressing with linear probing, at most three quarters full.
 *
 * A slot holds the symbol in the bits below the size of the table (there are
 * fewer symbols than slots) and the hash in the bits above, which the place
 * of the slot does not tell. So a name that is not there is mostly refused
 * without leaving the cache line of its slot, and one that is there costs
 * one line of slots, its row and its text. With a row of 16 bytes and a slot
 * of 4, a name costs 28 bytes at the worst: the old slots are freed before
 * the new ones are made (the rows know the hashes), and the rows grow by a
 * sixteenth once they are large. */
#include "base/names.h"

#define FIRST_SLOTS 256u
#define FIRST_NAMES 192u
#define LARGE 4096u /* names */
#define AHEAD 16u   /* names whose slots are on their way */

void qd_names_init(qd_names *t, qd_mem *mem)
{
    *t = (qd_names){ .mem = mem, .mask = FIRST_SLOTS - 1 };
    t->slots = qd_mem_zero(mem, FIRST_SLOTS * sizeof *t->slots);
    qd_vec_reserve(mem, &t->all, FIRST_NAMES);
    *qd_vec_add(mem, &t->all) = (struct qd_name){ .at = "" };
}

/* The slot of a text, or the free one where it belongs. */
static uint32_t *slot_of(const qd_names *t, qd_str text, uint32_t hash)
{
    for (uint32_t i = hash & t->mask;; i = (i + 1) & t->mask) {
        uint32_t slot = t->slots[i];
        if (slot == 0) return &t->slots[i];
        if (((slot ^ hash) & ~t->mask) != 0) continue;
        const struct qd_name *name = &t->all.at[slot & t->mask];
        if (name->hash == hash && name->len == text.len &&
            memcmp(name->at, text.at, text.len) == 0)
            return &t->slots[i];
    }
}

static void slots_double(qd_names *t)
{
    uint32_t mask = t->mask * 2 + 1;
    qd_mem_release(t->mem, t->slots);
    t->slots = NULL;
    t->slots = qd_mem_zero(t->mem, ((size_t)mask + 1) * sizeof *t->slots);
    t->mask = mask;
    for (uint32_t s = 1; s < t->all.n; s++) {
        if (s + AHEAD < t->all.n) qd_names_expect(t, t->all.at[s + AHEAD].hash);
        uint32_t hash = t->all.at[s].hash, i = hash & mask;
        while (t->slots[i]) i = (i + 1) & mask;
        t->slots[i] = (hash & ~mask) | s;
    }
}

static void rows_grow(qd_names *t)
{
    uint32_t cap = t->all.cap;
    cap += cap < LARGE ? cap : cap / 16;
    t->all.at = qd_mem_resize(t->mem, t->all.at,
                              (size_t)cap * sizeof *t->all.at);
    t->all.cap = cap;
}

qd_sym qd_names_add_hashed(qd_names *t, qd_str text, uint32_t hash)
{
    if (text.len == 0) return 0;
    uint32_t *slot = slot_of(t, text, hash);
    if (*slot) return *slot & t->mask;
    if (t->all.n > t->mask - t->mask / 4) {
        slots_double(t);
        slot = slot_of(t, text, hash);
    }
    if (t->all.n == t->all.cap) rows_grow(t);
    qd_sym s = t->all.n++;
    t->all.at[s] = (struct qd_name){ text.at, (uint32_t)text.len, hash };
    *slot = (hash & ~t->mask) | s;
    return s;
}

qd_sym qd_names_add(qd_names *t, qd_str text)
{
    if (text.len == 0) return 0;
    return qd_names_add_hashed(t, text, qd_name_hash(text.at, text.len));
}

qd_sym qd_names_find(const qd_names *t, qd_str text)
{
    if (text.len == 0) return 0;
    return qd_names_find_hashed(t, text, qd_name_hash(text.at, text.len));
}

qd_sym qd_names_find_hashed(const qd_names *t, qd_str text, uint32_t hash)
{
    return *slot_of(t, text, hash) & t->mask;
}

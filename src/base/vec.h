/* A growing array whose memory belongs to a qd_mem.
 *
 *     QD_VEC(struct thing) things = {0};
 *     *qd_vec_add(mem, &things) = (struct thing){ ... };
 *     for (uint32_t i = 0; i < things.n; i++) use(&things.at[i]);
 */
#ifndef QD_BASE_VEC_H
#define QD_BASE_VEC_H

#include <stdint.h>
#include "base/mem.h"

#define QD_VEC(type) struct { type *at; uint32_t n, cap; }

/* Room for `more` items behind the last. */
#define qd_vec_reserve(mem, v, more)                                         \
    ((uint32_t)(more) > (v)->cap - (v)->n                                    \
         ? (void)((v)->at = qd_vec_grow((mem), (v)->at, (v)->n, &(v)->cap,   \
                                        (uint32_t)(more), sizeof *(v)->at))  \
         : (void)0)

/* The address of a new last item, its bytes not set. */
#define qd_vec_add(mem, v)                                                   \
    (qd_vec_reserve((mem), (v), 1), &(v)->at[(v)->n++])

void *qd_vec_grow(qd_mem *mem, void *at, uint32_t n, uint32_t *cap,
                  uint32_t more, size_t size);

#endif

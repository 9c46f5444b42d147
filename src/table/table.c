#include "table/table.h"

#include <assert.h>

static qd_table *table_new(qd_arena *arena)
{
    qd_table *t = qd_arena_alloc(arena, sizeof *t);
    *t = (qd_table){ .arena = arena, .rule_before = UINT32_MAX };
    return t;
}

qd_table *qd_table_make(qd_arena *arena, const char *name)
{
    qd_table *t = table_new(arena);
    t->name = name;
    return t;
}

qd_column *qd_table_column(qd_table *t, const char *name,
                           enum qd_column_type type, qd_str unit)
{
    assert(t->n_rows == 0);
    qd_column *c = qd_vec_add(t->arena->mem, &t->columns);
    *c = (qd_column){ .name = name, .type = type, .unit = unit };
    return c;
}

void qd_table_row(qd_table *t)
{
    qd_vec_reserve(t->arena->mem, &t->cells, t->columns.n);
    memset(t->cells.at + t->cells.n, 0, t->columns.n * sizeof(qd_cell));
    t->cells.n += t->columns.n;
    t->n_rows++;
}

qd_cell *qd_table_at(const qd_table *t, uint32_t row, uint32_t column)
{
    assert(row < t->n_rows && column < t->columns.n);
    return &t->cells.at[(size_t)row * t->columns.n + column];
}

static qd_cell *last_row(const qd_table *t, uint32_t column)
{
    return qd_table_at(t, t->n_rows - 1, column);
}

void qd_table_text(qd_table *t, uint32_t column, qd_str text)
{
    *last_row(t, column) = (qd_cell){ .kind = QD_CELL_TEXT, .text = text };
}

void qd_table_number(qd_table *t, uint32_t column, double number)
{
    *last_row(t, column) =
        (qd_cell){ .kind = QD_CELL_NUMBER, .number = number };
}

void qd_table_bool(qd_table *t, uint32_t column, bool b)
{
    *last_row(t, column) =
        (qd_cell){ .kind = QD_CELL_BOOL, .number = b ? 1 : 0 };
}

void qd_table_hole(qd_table *t, uint32_t column)
{
    *last_row(t, column) = (qd_cell){ .kind = QD_CELL_HOLE };
}

qd_answer *qd_answer_make(qd_arena *arena, const char *command)
{
    qd_answer *a = qd_arena_alloc(arena, sizeof *a);
    *a = (qd_answer){ .arena = arena, .command = command };
    return a;
}

void qd_answer_table(qd_answer *a, qd_table *t)
{
    *qd_vec_add(a->arena->mem, &a->tables) = t;
}

qd_block *qd_answer_block(qd_answer *a, enum qd_block_kind kind)
{
    qd_block *b = qd_vec_add(a->arena->mem, &a->blocks);
    *b = (qd_block){ .kind = kind };
    return b;
}

void qd_answer_note(qd_answer *a, qd_str text)
{
    *qd_vec_add(a->arena->mem, &a->notes) = text;
}

/* What the two pictures of a position over time, of characters and SVG, read
 * from a FAN block (see table/table.h). */
#ifndef QD_OUTPUT_FAN_H
#define QD_OUTPUT_FAN_H

#include "output/axis.h"

enum qd_fan_line {
    QD_FAN_P5,
    QD_FAN_P25,
    QD_FAN_MEDIAN,
    QD_FAN_P75,
    QD_FAN_P95,
    QD_FAN_LINES
};

typedef struct qd_fan_row {
    double at[QD_FAN_LINES]; /* never falling */
    double gap;              /* chance of one so far; NAN: not known */
    bool drawn;              /* all of at[] are known */
    qd_str period;
    int year, month;         /* of its last day */
} qd_fan_row;

typedef struct qd_fan {
    const qd_block *block;
    qd_fan_row *rows;
    uint32_t n;
    int months;     /* of a period; 0: the periods are no dates */
    double lo, hi;  /* of all that is drawn and zero; lo < hi */
    bool any;       /* a row is drawn */
    bool has_gap;   /* a row has a chance */
} qd_fan;

qd_fan qd_fan_read(qd_arena *a, const qd_block *b);

/* Marks of time: a year with its last row (`end`), or for short spans a
 * period. */
typedef struct qd_fan_tick {
    uint32_t row, end;
    qd_str label;
} qd_fan_tick;

typedef QD_VEC(qd_fan_tick) qd_fan_ticks;

/* As many as have room for their labels when a row is as wide as `letters`
 * letters. */
qd_fan_ticks qd_fan_times(qd_arena *a, const qd_fan *fan, double letters);
/* Whether the ticks of time are years. */
bool qd_fan_in_years(const qd_fan *fan);

/* The row that stands for place i of n: the last one that begins in it. */
uint32_t qd_fan_row_at(const qd_fan *fan, uint32_t i, uint32_t n);

/* A tick of the axis: "−150", "1.5e12", "2e−9". */
qd_str qd_fan_tick_text(qd_arena *a, double tick, const qd_style *style);
/* A figure in three digits, however large or small it is. */
qd_str qd_fan_value_text(qd_arena *a, double x, const qd_style *style);
/* A chance in per cent: "0", "<1", "15", ">99", "100", "?"; `sign` follows. */
qd_str qd_fan_percent(qd_arena *a, double chance, const char *sign);

#endif

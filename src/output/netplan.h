/* The layout of a money network: who stands where, how the bands run, where
 * the words are. picture_network.c draws it.
 *
 * Parties stand in tiers from left to right, so that most money goes to the
 * right; what goes back over more than one tier runs in lanes above and below
 * all of them. Inside, a band that passes a tier has a place there between
 * the boxes, so that none runs through a box. */
#ifndef QD_OUTPUT_NETPLAN_H
#define QD_OUTPUT_NETPLAN_H

#include "output/scene.h"

enum { QD_NET_PARTIES = 12, /* the others are folded into two boxes */
       QD_NET_ARCS = 44,    /* more of them are drawn one for a pair */
       QD_NET_TIERS = 4 };

enum qd_net_look { QD_NET_FILLED, QD_NET_HATCHED, QD_NET_HOLLOW };

/* Where an end of a band meets its box. */
enum qd_net_face { QD_FACE_LEFT, QD_FACE_RIGHT, QD_FACE_TOP,
                   QD_FACE_BOTTOM };

typedef struct qd_net_spot {
    double x, y;
} qd_net_spot;

typedef struct qd_net_party {
    qd_str name, role;
    bool focus;
    uint32_t folded;       /* how many stand in this box, 0: itself */
    double weight;         /* all that it pays and is paid */
    uint32_t n_arcs, n_in, n_bright; /* that are not drawn back */
    uint32_t tier;
    double x, y, w, h;
    qd_scene_lines lines;
} qd_net_party;

typedef struct qd_net_arc {
    uint32_t from, to;
    double lo, hi;         /* hi < lo: open above */
    bool known, faint;
    uint8_t backing;       /* 0: for something, 1: put in, 2: paid back */
    enum qd_net_look look;
    enum qd_ink ink;
    qd_str kind, status;
    double width;
    bool lane, above;      /* runs outside; above or below all boxes */
    bool side;             /* inside one tier: runs beside it */
    uint8_t face[2];       /* enum qd_net_face: of payer and payee */
    double port[2];        /* the place on that face */
    double lane_y;
    qd_buf path;           /* SVG, of its middle */
    QD_VEC(qd_net_spot) spots; /* of its middle, close to each other */
    qd_net_spot tip, way;  /* of the arrow head, and where it points */
    qd_str label;          /* empty: it stands in the key below */
    qd_net_spot at;        /* the middle of its base line */
} qd_net_arc;

/* A place in a tier: of a box, or of a band that passes. */
typedef struct qd_net_item {
    uint32_t party, arc;   /* one of them, the other is UINT32_MAX */
    double y, h;
} qd_net_item;

/* A band between neighbouring tiers. */
typedef struct qd_net_hop {
    uint32_t arc, left, right; /* items */
    double y[2];               /* at its ends */
} qd_net_hop;

typedef struct qd_network_plan {
    qd_arena *arena;
    qd_str unit;
    bool crowded;          /* one arc for a pair */
    QD_VEC(qd_net_party) parties;
    QD_VEC(qd_net_arc) arcs;
    uint32_t n_tiers;
    QD_VEC(qd_net_item) items;
    QD_VEC(uint32_t) tier[QD_NET_TIERS]; /* items, from above */
    QD_VEC(qd_net_hop) hops;
    double from, to;       /* the sheet, from left to right */
    double step;           /* from tier to tier */
    double top, bottom;    /* of all boxes; then of all that is drawn */
} qd_network_plan;

/* netplan.c: the parties and arcs of a block, the small ones folded. */
qd_network_plan *qd_network_read(qd_arena *arena, const qd_block *b);
/* An amount as it stands in a label: "$38bn", "≥$10bn", "$?". */
qd_str qd_network_amount(const qd_network_plan *p, const qd_net_arc *a);
/* lo, hi (hi < lo: open above), in `unit`; not `known`: no number. */
qd_str qd_net_amount(qd_arena *arena, qd_str unit, bool known, double lo,
                     double hi);
enum qd_net_look qd_net_look_of(qd_str status);
enum qd_ink qd_net_ink_of(qd_str kind);
/* A line along a path, filled, hatched or hollow: picture_network.c. */
void qd_picture_band(qd_scene *s, qd_str path, enum qd_ink ink,
                     enum qd_net_look look, double width);
/* picture_ledger.c: a bar of a width, 10 pixels high. */
void qd_picture_bar(qd_scene *s, double x, double y, double wide,
                    enum qd_ink ink, enum qd_net_look look);
/* picture_ledger.c: the loops below a network; returns the y below them. */
double qd_picture_ledger(qd_scene *s, const qd_block *b, double y);
/* netplan_tiers.c */
void qd_network_tiers(qd_network_plan *p);
/* netplan_order.c: the order in each tier, and which faces bands use. */
void qd_network_order(qd_network_plan *p);
/* netplan_place.c: boxes and ports. */
void qd_network_place(qd_network_plan *p, double top);
/* netplan_route.c: the lines. */
void qd_network_route(qd_network_plan *p);
/* netplan_words.c: where the labels stand. */
void qd_network_words(qd_network_plan *p);

/* picture_mirror.c: one firm and those with whom it deals. */
double qd_picture_mirror(qd_scene *s, const qd_network_plan *p, uint32_t firm,
                         double y);

#define QD_NET_LABEL_SIZE 11.0
#define QD_NET_SLOT 17.0  /* of a labelled band on a face, at least */

double qd_net_slot(const qd_net_arc *a);

#endif

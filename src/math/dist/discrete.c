#include "math/dist_help.h"

const qd_dist_kind qd_dist_discrete = {
    .name = "discrete",
    .form = "discrete(p: x, ...)",
    .doc = "One of the values x, each with its chance p; the chances add to "
           "100 %. A value may be a distribution.",
    .example = "discrete(20 %: 1 GW, 50 %: 2 GW, 30 %: 4 GW)",
    .params = { { "p", QD_PARAM_SHARE }, { "x", QD_PARAM_DIST } },
    QD_BLEND,
};

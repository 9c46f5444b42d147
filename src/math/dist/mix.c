#include "math/dist_help.h"

const qd_dist_kind qd_dist_mix = {
    .name = "mix",
    .form = "mix(p: q, ...)",
    .doc = "A draw from one of the distributions q, which one by its chance "
           "p; the chances add to 100 %. Each keeps its own draws.",
    .example = "mix(70 %: normal(3 GW, 1 GW), 30 %: uniform(5 GW, 8 GW))",
    .params = { { "p", QD_PARAM_SHARE }, { "q", QD_PARAM_DIST } },
    QD_BLEND,
};

#include "analysis/analysis.h"

#define QD_ANALYSIS(name) extern const qd_analysis qd_analysis_##name;
#include "analysis/analyses.def"
#undef QD_ANALYSIS

const qd_analysis *const qd_analyses[] = {
#define QD_ANALYSIS(name) &qd_analysis_##name,
#include "analysis/analyses.def"
#undef QD_ANALYSIS
};
const size_t qd_analysis_count = sizeof qd_analyses / sizeof *qd_analyses;

const qd_analysis *qd_analysis_find(qd_str name)
{
    for (size_t i = 0; i < qd_analysis_count; i++)
        if (qd_str_eq(name, qd_str_c(qd_analyses[i]->name)))
            return qd_analyses[i];
    return NULL;
}

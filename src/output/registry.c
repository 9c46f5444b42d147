#include "output/output.h"

#define QD_OUTPUT(name) extern const qd_output qd_output_##name;
#include "output/outputs.def"
#undef QD_OUTPUT

const qd_output *const qd_outputs[] = {
#define QD_OUTPUT(name) &qd_output_##name,
#include "output/outputs.def"
#undef QD_OUTPUT
};
const size_t qd_output_count = sizeof qd_outputs / sizeof *qd_outputs;

const qd_output *qd_output_find(qd_str name)
{
    for (size_t i = 0; i < qd_output_count; i++)
        if (qd_str_eq(name, qd_str_c(qd_outputs[i]->name)))
            return qd_outputs[i];
    return NULL;
}

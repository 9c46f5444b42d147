#include "model/view.h"

qd_view qd_view_make(qd_model *m)
{
    return (qd_view){ .m = m, .known_by = QD_DAY_OPEN_TO,
                      .on = QD_DAY_OPEN_FROM, .scenario = QD_NONE };
}

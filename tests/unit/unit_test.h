/* What every unit test includes: cmocka and the headers it wants first. */
#ifndef QD_UNIT_TEST_H
#define QD_UNIT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#endif

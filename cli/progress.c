/* Long answers: a bar on a terminal, and Ctrl-C that ends them early with
 * what is there. */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "cli.h"

enum { WIDTH = 30 };

/* Set by the signal handler, read while an answer is being made. */
static volatile sig_atomic_t running, stopped;

bool cli_stop_asked(void)
{
    if (!running || stopped)
        return false;
    stopped = 1;
    return true;
}

bool cli_was_stopped(void)
{
    return stopped != 0;
}

static double seconds_since(const struct timespec *begin)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - begin->tv_sec)
        + 1e-9 * (double)(now.tv_nsec - begin->tv_nsec);
}

static void draw(double share, double seconds)
{
    char bar[WIDTH + 1];
    int full = (int)(share * WIDTH);
    memset(bar, '.', WIDTH);
    memset(bar, '#', (size_t)full);
    bar[WIDTH] = '\0';
    double left = share > 0 ? seconds * (1 - share) / share : 0;
    fprintf(stderr, "\r[%s] %3.0f %%, %.0f s left ", bar, 100 * share, left);
    fflush(stderr);
}

bool cli_progress_step(void *ctx, double share)
{
    cli_progress *p = ctx;
    if (!running) {
        running = 1;
        p->terminal = isatty(2) == 1;
        clock_gettime(CLOCK_MONOTONIC, &p->begin);
    }
    double seconds = seconds_since(&p->begin);
    if (p->terminal && seconds > 0.5 && seconds - p->last > 0.1) {
        draw(share, seconds);
        p->last = seconds;
        p->drawn = true;
    }
    return !stopped;
}

void cli_progress_end(cli_progress *p)
{
    running = 0;
    if (p->drawn)
        fprintf(stderr, "\r%*s\r", WIDTH + 24, "");
}

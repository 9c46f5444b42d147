/* cpu_time [-n RUNS] COMMAND [ARG...]
 *
 * Runs the command RUNS times (once if not said), its output going to
 * /dev/null, and prints a line per run:
 *
 *     CPU-SECONDS WALL-SECONDS PEAK-KIB EXIT-STATUS
 *
 * CPU is user and system time of the command and what it waited for. A shell's
 * `time` has no memory and GNU time is not everywhere. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + (double)t.tv_usec * 1e-6;
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void become(char **command)
{
    int null = open("/dev/null", O_WRONLY);
    if (null >= 0) {
        dup2(null, STDOUT_FILENO);
        dup2(null, STDERR_FILENO);
    }
    execvp(command[0], command);
    _exit(127);
}

/* The peak is in KiB on Linux and in bytes on macOS. */
static long peak_kib(const struct rusage *use)
{
#ifdef __APPLE__
    return use->ru_maxrss / 1024;
#else
    return use->ru_maxrss;
#endif
}

static int run(char **command)
{
    double start = now();
    pid_t child = fork();
    if (child < 0) {
        fprintf(stderr, "cpu_time: fork: %s\n", strerror(errno));
        return 1;
    }
    if (child == 0)
        become(command);
    int status = 0;
    struct rusage use;
    if (wait4(child, &status, 0, &use) != child) {
        fprintf(stderr, "cpu_time: wait4: %s\n", strerror(errno));
        return 1;
    }
    double wall = now() - start;
    int code = WIFEXITED(status) ? WEXITSTATUS(status)
                                 : 128 + WTERMSIG(status);
    printf("%.6f %.6f %ld %d\n", seconds(use.ru_utime) + seconds(use.ru_stime),
           wall, peak_kib(&use), code);
    return 0;
}

int main(int argc, char **argv)
{
    int first = 1;
    long runs = 1;
    if (argc > 2 && strcmp(argv[1], "-n") == 0) {
        runs = strtol(argv[2], NULL, 10);
        first = 3;
    }
    if (first >= argc || runs < 1) {
        fputs("usage: cpu_time [-n RUNS] COMMAND [ARG...]\n", stderr);
        return 2;
    }
    for (long i = 0; i < runs; i++)
        if (run(argv + first) != 0)
            return 1;
    return 0;
}

/* A clock of the wall that runs ahead or behind: preloaded, it shifts what programs read as the
 * time of day by CLOCK_SHIFT seconds. What they wait by (CLOCK_MONOTONIC) stays as it is, which
 * libfaketime 0.9.10 does not manage beside Python's sleep and locks. */

#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static long shift(void)
{
    static long seconds;
    static int is_known;
    if (!is_known) {
        const char *given = getenv("CLOCK_SHIFT");
        seconds = given ? atol(given) : 0;
        is_known = 1;
    }
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    int failed = syscall(SYS_clock_gettime, clock, time);
    if (!failed && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        time->tv_sec += shift();
    return failed;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    struct timespec now;
    (void)zone;
    if (clock_gettime(CLOCK_REALTIME, &now))
        return -1;
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *stored)
{
    struct timespec now;
    if (clock_gettime(CLOCK_REALTIME, &now))
        return -1;
    if (stored)
        *stored = now.tv_sec;
    return now.tv_sec;
}

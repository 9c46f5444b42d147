"""RUNWAY-60 in NumPy: runway_numpy.py [PATHS [SEED [CHUNK]]].

Paths in chunks that fit the cache, all arrays reused, the eight contracts
as the rows of one array. Prints the outputs as NAME VALUE lines and the CPU
time of this process without the start of Python.
"""
import sys
import time

import numpy as np

MONTHS = 60
Z90 = 1.6448536269514722
# total from, to; start from, to; term from, to; top a, b
CONTRACTS = np.array([
    (34, 42, 1, 3, 80, 88, 16, 4),
    (40, 90, 1, 12, 72, 120, 12, 6),
    (60, 140, 12, 24, 60, 84, 14, 6),
    (18, 26, 1, 6, 48, 72, 18, 3),
    (10, 60, 10, 30, 36, 60, 6, 6),
    (15, 70, 8, 28, 36, 60, 5, 5),
    (8, 50, 10, 30, 36, 60, 5, 7),
    (5, 20, 1, 18, 24, 48, 8, 8),
])
K = len(CONTRACTS)


def lognormal90(rng, low, high, size):
    low, high = np.log(low), np.log(high)
    sigma = (high - low) / (2 * Z90)
    return rng.lognormal((low + high) / 2, sigma, size)


def simulate(rng, n, below, least, total):
    """One chunk of n paths: adds to below, fills least, returns the cash."""
    low, high, from_, to, short, long, a, b = CONTRACTS.T[:, :, None]
    cash = lognormal90(rng, 20.0, 40.0, n)
    drift = rng.normal(0.035, 0.03 / (2 * Z90), n) - 0.035
    rate = lognormal90(rng, low, high, (K, n))
    start = rng.integers(from_, to, (K, n), endpoint=True, dtype=np.int32)
    term = rng.integers(short, long, (K, n), endpoint=True, dtype=np.int32)
    rate /= term
    floor = rng.beta(a, b, (K, n)) * rate
    end = start + term
    start, end = start.astype(np.int8), np.minimum(end, 127).astype(np.int8)
    happens = rng.random(n) < 0.6
    amount = lognormal90(rng, 10.0, 50.0, n) * happens
    when = rng.integers(1, 24, n, endpoint=True, dtype=np.int8)

    log_x = np.zeros(n)
    e = np.empty(n)
    x = np.empty(n)
    u = np.empty(n)
    pay = np.empty((K, n))
    active = np.empty((K, n), bool)
    before = np.empty((K, n), bool)
    paid = np.empty(n)
    at = np.empty(n, bool)
    least[:] = np.inf
    for t in range(1, MONTHS + 1):
        rng.standard_normal(out=e)
        e *= 0.06
        log_x += e
        log_x += drift
        np.exp(log_x, out=x)
        np.minimum(x, 1.0, out=u)
        np.multiply(rate, u, out=pay)
        np.maximum(pay, floor, out=pay)
        np.less_equal(start, t, out=active)
        np.greater(end, t, out=before)
        active &= before
        pay *= active
        np.add.reduce(pay, axis=0, out=paid)
        x *= 0.935 * np.exp(0.035 * t)
        cash += x
        cash -= paid
        if t <= 24:
            np.equal(when, t, out=at)
            np.multiply(amount, at, out=e)
            cash += e
        np.minimum(least, cash, out=least)
        below[t - 1] += np.count_nonzero(least < 0)
    return total + cash.sum()


def main():
    paths = int(sys.argv[1]) if len(sys.argv) > 1 else 100000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    chunk = int(sys.argv[3]) if len(sys.argv) > 3 else 2000
    begun = time.process_time()
    rng = np.random.Generator(np.random.SFC64(seed))
    below = np.zeros(MONTHS, np.int64)
    least = np.empty(paths)
    total = 0.0
    for first in range(0, paths, chunk):
        part = least[first:first + chunk]
        total = simulate(rng, len(part), below, part, total)
    mean = least.mean()
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    quantiles = np.quantile(least, shares, overwrite_input=True)
    used = time.process_time() - begun
    for t in range(MONTHS):
        print(f"gap-{t + 1} {below[t] / paths:.17g}")
    for share, q in zip(shares, quantiles):
        print(f"least-p{round(100 * share)} {q:.17g}")
    print(f"least-mean {mean:.17g}")
    print(f"cash-mean {total / paths:.17g}")
    print(f"paths {paths}")
    print(f"cpu {used:.6f}")


main()

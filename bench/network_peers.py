"""network_peers.py clearing PREFIX | loops FILE: what SciPy and NetworkX do.

Lines are "name value", CPU seconds. The network of PREFIX is what
network_time wrote, with the payments it found.
"""
import sys
import time


def clearing(prefix):
    import numpy as np
    from scipy.sparse import csr_matrix

    def load(name, kind):
        return np.fromfile(f"{prefix}-{name}", dtype=kind)

    owed, own = load("owed", "f8"), load("own", "f8")
    n = len(owed)
    part = load("amount", "f8")
    first = load("first", "u4").astype("i4")
    part /= np.repeat(owed, np.diff(first))
    brings = csr_matrix((part, load("to", "u4").astype("i4"), first),
                        shape=(n, n)).T.tocsr()
    best, steps = 1e9, 0
    for _ in range(3):
        start = time.process_time()
        paid, steps = owed, 0
        while True:
            after = np.minimum(owed, own + brings @ paid)
            steps += 1
            done = np.abs(after - paid).max() <= 1e-12 * owed.max()
            paid = after
            if done:
                break
        best = min(best, time.process_time() - start)
    ours = load("paid", "f8")
    print(f"scipy {best:.6f}")
    print(f"steps {steps}")
    print(f"differ {np.abs(paid - ours).max() / owed.max():.3g}")


def loops(path):
    import networkx

    with open(path, encoding="ascii") as lines:
        graph = networkx.DiGraph(tuple(line.split()) for line in lines)
    start = time.process_time()
    count = sum(1 for _ in networkx.simple_cycles(graph))
    print(f"networkx {time.process_time() - start:.6f}")
    print(f"version {networkx.__version__}")
    print(f"networkx-loops {count}")


if len(sys.argv) != 3 or sys.argv[1] not in ("clearing", "loops"):
    sys.exit(__doc__)
{"clearing": clearing, "loops": loops}[sys.argv[1]](sys.argv[2])

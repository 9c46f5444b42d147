"""network_peers.py clearing PREFIX | loops FILE: what SciPy and NetworkX do.
network_peers.py networkx FILE | scipy FILE: the largest circulation.

Lines are "name value", CPU seconds; of a circulation "name value seconds".
The network of PREFIX is what network_time wrote, with the payments it found,
that of a circulation what gen_network wrote.
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


def payments(path):
    """The parties, and each arc with all that is paid on it."""
    with open(path, encoding="ascii") as lines:
        n = int(next(lines).split()[0])
        arcs = {}
        for line in lines:
            payer, payee, amount = map(int, line.split())
            arcs[payer, payee] = arcs.get((payer, payee), 0) + amount
    return n, arcs


def networkx_circulation(path):
    import networkx

    n, arcs = payments(path)
    graph = networkx.DiGraph()
    graph.add_nodes_from(range(n))
    for (payer, payee), amount in arcs.items():
        graph.add_edge(payer, payee, capacity=amount, weight=-1)
    start = time.process_time()
    cost, _ = networkx.network_simplex(graph)
    print(f"NetworkX {-cost} {time.process_time() - start:.6f}")


def scipy_circulation(path):
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    n, arcs = payments(path)
    ends = np.array(list(arcs)).T
    most = np.array(list(arcs.values()), dtype=float)
    m = len(most)
    each = np.arange(m)
    balance = csr_matrix(
        (np.repeat([-1.0, 1.0], m), (np.concatenate(ends), np.tile(each, 2))),
        shape=(n, m))
    bounds = np.column_stack((np.zeros(m), most))
    start = time.process_time()
    best = linprog(-np.ones(m), A_eq=balance, b_eq=np.zeros(n),
                   bounds=bounds, method="highs")
    took = time.process_time() - start
    print(f"SciPy {round(-best.fun)} {took:.6f}")


WHAT = {"clearing": clearing, "loops": loops,
        "networkx": networkx_circulation, "scipy": scipy_circulation}
if len(sys.argv) != 3 or sys.argv[1] not in WHAT:
    sys.exit(__doc__)
WHAT[sys.argv[1]](sys.argv[2])

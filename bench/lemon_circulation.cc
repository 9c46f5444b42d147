// lemon_circulation FILE RUNS RUNS_OF_SIMPLEX: the two solvers of LEMON that
// matter here on one network (gen_network), the largest circulation as the
// least cost at -1 an arc: value and median CPU seconds of each. Building the
// graph and merging parallel payments are not in the time.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Graph = lemon::StaticDigraph;

struct Row {
    int from, to;
    int64_t amount;
};

static bool read_rows(const char *name, int &n, std::vector<Row> &rows)
{
    FILE *f = std::fopen(name, "r");
    int m = 0;
    if (!f || std::fscanf(f, "%d %d", &n, &m) != 2) return false;
    for (int i = 0; i < m; i++) {
        long long amount;
        Row r;
        if (std::fscanf(f, "%d %d %lld", &r.from, &r.to, &amount) != 3)
            return false;
        r.amount = amount;
        rows.push_back(r);
    }
    std::fclose(f);
    std::sort(rows.begin(), rows.end(), [](const Row &a, const Row &b) {
        return a.from != b.from ? a.from < b.from : a.to < b.to;
    });
    return true;
}

// Parallel arcs are merged here too: both sides get the same problem.
static void merge(std::vector<Row> &rows)
{
    size_t kept = 0;
    for (size_t i = 0; i < rows.size(); i++)
        if (kept && rows[kept - 1].from == rows[i].from &&
            rows[kept - 1].to == rows[i].to)
            rows[kept - 1].amount += rows[i].amount;
        else
            rows[kept++] = rows[i];
    rows.resize(kept);
}

static double now()
{
    timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

template <class Solver>
static void measure(const char *label, const Graph &g,
                    const Graph::ArcMap<int64_t> &amounts, int runs)
{
    std::vector<double> seconds;
    int64_t value = 0;
    for (int i = 0; i < runs; i++) {
        double start = now();
        Graph::ArcMap<int64_t> cost(g, -1);
        Solver solver(g);
        solver.upperMap(amounts).costMap(cost);
        if (solver.run() != Solver::OPTIMAL) std::exit(1);
        value = -solver.template totalCost<int64_t>();
        seconds.push_back(now() - start);
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("%s %lld %.9f\n", label, static_cast<long long>(value),
                seconds[seconds.size() / 2]);
    std::fflush(stdout);
}

int main(int argc, char **argv)
{
    std::vector<Row> rows;
    int n = 0;
    if (argc != 4 || !read_rows(argv[1], n, rows)) return 2;
    merge(rows);
    std::vector<std::pair<int, int>> ends;
    for (const Row &r : rows) ends.emplace_back(r.from, r.to);
    Graph g;
    g.build(n, ends.begin(), ends.end());
    Graph::ArcMap<int64_t> amounts(g);
    for (size_t i = 0; i < rows.size(); i++)
        amounts[g.arc(static_cast<int>(i))] = rows[i].amount;
    measure<lemon::CostScaling<Graph, int64_t, int64_t>>(
        "cost-scaling", g, amounts, std::atoi(argv[2]));
    if (std::atoi(argv[3]) > 0)
        measure<lemon::NetworkSimplex<Graph, int64_t, int64_t>>(
            "network-simplex", g, amounts, std::atoi(argv[3]));
    return 0;
}

// RUNWAY-60 in Squiggle: node runway_squiggle.mjs [PATHS [SEED [CHUNK [FORM]]]]
//
// FORM `sets`: every quantity a sample set, the operators of the language on
// whole sets; a window of months out of min and max, as sets have no
// comparison. FORM `paths`: a function of the language makes one path, with
// comparisons and conditions as one would write them down first. Both run in
// chunks of CHUNK samples. Prints the outputs as NAME VALUE lines and the CPU
// time of this process without its start and one small run.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

// Where @quri/squiggle-lang is installed: a folder with node_modules.
const home = process.env.SQUIGGLE_HOME ?? ".";
const find = createRequire(pathToFileURL(resolve(home, "package.json")));
const { run } = await import(
  pathToFileURL(find.resolve("@quri/squiggle-lang")).href);

const MONTHS = 60;
const terms = `
contracts = [
  { total: 34 to 42, start: [1, 3], term: [80, 88], top: beta(16, 4) },
  { total: 40 to 90, start: [1, 12], term: [72, 120], top: beta(12, 6) },
  { total: 60 to 140, start: [12, 24], term: [60, 84], top: beta(14, 6) },
  { total: 18 to 26, start: [1, 6], term: [48, 72], top: beta(18, 3) },
  { total: 10 to 60, start: [10, 30], term: [36, 60], top: beta(6, 6) },
  { total: 15 to 70, start: [8, 28], term: [36, 60], top: beta(5, 5) },
  { total: 8 to 50, start: [10, 30], term: [36, 60], top: beta(5, 7) },
  { total: 5 to 20, start: [1, 18], term: [24, 48], top: beta(8, 8) }
]
growth = normal({p5: 0.02, p95: 0.05})
`;

const sets = `${terms}
integers(ends) =
  SampleSet.map(SampleSet.fromDist(uniform(ends[0], ends[1] + 1)), floor)
far = 1e6
draw(c) = {
  term = integers(c.term)
  start = integers(c.start)
  rate = c.total / term
  { rate: rate, floor: rate * c.top,
    opens: (start - 1) * far, closes: (start + term) * far }
}
drawn = List.map(contracts, draw)
when = integers([1, 24])
amount = (10 to 50) * SampleSet.fromDist(bernoulli(0.6))
drift = growth - 0.035
// What is due between opening and closing: 0 on one side, far above any
// payment on the other.
due(c, t, u) = SampleSet.max(0, SampleSet.min(
  SampleSet.max(c.floor, c.rate * u),
  SampleSet.min(t * far - c.opens, c.closes - t * far)))
month(s, t) = {
  level = s.level + normal(0, 0.06) + drift
  x = exp(level)
  u = SampleSet.min(x, 1)
  paid = List.reduce(drawn, 0, {|sum, c| sum + due(c, t, u)})
  gone = s.cash + x * (0.935 * exp(0.035 * t)) - paid
  cash = t > 24 ? gone : gone + amount * SampleSet.max(0,
    1 - SampleSet.max(when - t, t - when))
  least = SampleSet.min(s.least, cash)
  { level: level, cash: cash, least: least,
    below: List.append(s.below, cdf(least, 0)) }
}
end = List.reduce(List.upTo(1, ${MONTHS}),
  { level: SampleSet.fromNumber(0), cash: 20 to 40,
    least: SampleSet.fromNumber(1e12), below: [] }, month)
{ below: end.below, least: SampleSet.toList(end.least), cash: mean(end.cash) }
`;

const paths = `${terms}
integer(ends) = floor(ends[0] + (ends[1] - ends[0] + 1) * sample(uniform(0, 1)))
draw(c) = {
  term = integer(c.term)
  start = integer(c.start)
  rate = sample(c.total) / term
  { rate: rate, floor: rate * sample(c.top), start: start, end: start + term }
}
noise = Sym.normal(0, 0.06)
start = 20 to 40
raised = 10 to 50
inflow = List.map(List.upTo(1, ${MONTHS}), {|t| 0.935 * exp(0.035 * t)})
path(i) = {
  drawn = List.map(contracts, draw)
  drift = sample(growth) - 0.035
  amount = sample(uniform(0, 1)) < 0.6 ? sample(raised) : 0
  when = integer([1, 24])
  month(s, t) = {
    level = s.level + sample(noise) + drift
    x = exp(level)
    u = min([x, 1])
    paid = List.reduce(drawn, 0, {|sum, c|
      t >= c.start && t < c.end ? sum + max([c.floor, c.rate * u]) : sum})
    cash = s.cash + inflow[t - 1] * x - paid + (t == when ? amount : 0)
    least = min([s.least, cash])
    { level: level, cash: cash, least: least,
      below: s.below + (least < 0 ? 1 : 0) }
  }
  end = List.reduce(List.upTo(1, ${MONTHS}),
    { level: 0, cash: sample(start), least: 1e12, below: 0 }, month)
  [end.below, end.least, end.cash]
}
List.map(List.upTo(1, System.sampleCount()), path)
`;

async function chunk(code, count, seed) {
  const output = await run(code, { environment: {
    sampleCount: count, xyPointLength: 1000, seed, profile: false } });
  const end = output.getEndResult();
  if (!end.ok) throw new Error(end.value.toString());
  return end.value.asJS();
}

// Each adds one chunk to the sums.
async function addSets(sums, count, seed) {
  const end = (await chunk(sets, count, seed)).value;
  end.below.forEach((share, t) => { sums.below[t] += share * count; });
  for (const x of end.least) sums.least.push(x);
  sums.cash += end.cash * count;
}
async function addPaths(sums, count, seed) {
  for (const [below, least, cash] of await chunk(paths, count, seed)) {
    for (let t = MONTHS - below; t < MONTHS; t++) sums.below[t]++;
    sums.least.push(least);
    sums.cash += cash;
  }
}

function quantile(sorted, share) {
  const at = share * (sorted.length - 1);
  const i = Math.floor(at);
  const high = sorted[Math.min(i + 1, sorted.length - 1)];
  return sorted[i] + (at - i) * (high - sorted[i]);
}

const fresh = () => ({ below: new Array(MONTHS).fill(0), least: [], cash: 0 });
const [, , n = 2000, seed = 1, size = 1000, form = "sets"] = process.argv;
const count = Number(n);
const add = form === "sets" ? addSets : addPaths;
const sums = fresh();
await add(fresh(), 20, "warm");
const begun = process.cpuUsage();
for (let first = 0; first < count; first += Number(size))
  await add(sums, Math.min(Number(size), count - first), `${seed}-${first}`);
const sorted = Float64Array.from(sums.least).sort();
const mean = sorted.reduce((a, b) => a + b, 0) / count;
const quantiles = [5, 25, 50, 75, 95].map(
  (p) => [p, quantile(sorted, p / 100)]);
const used = process.cpuUsage(begun);

sums.below.forEach((b, t) => console.log(`gap-${t + 1} ${b / count}`));
for (const [p, q] of quantiles) console.log(`least-p${p} ${q}`);
console.log(`least-mean ${mean}`);
console.log(`cash-mean ${sums.cash / count}`);
console.log(`paths ${count}`);
console.log(`cpu ${(used.user + used.system) / 1e6}`);

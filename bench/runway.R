# RUNWAY-60 in R: Rscript runway.R [PATHS [SEED [CHUNK]]].
#
# All paths of a chunk in one vector, month by month; base R only, with its
# quickest generators. Prints the outputs as NAME VALUE lines and the CPU time
# of this process without the start of R.

months <- 60L
z90 <- 1.6448536269514722
# total from, to; start from, to; term from, to; top a, b
contracts <- matrix(c(
  34, 42, 1, 3, 80, 88, 16, 4,
  40, 90, 1, 12, 72, 120, 12, 6,
  60, 140, 12, 24, 60, 84, 14, 6,
  18, 26, 1, 6, 48, 72, 18, 3,
  10, 60, 10, 30, 36, 60, 6, 6,
  15, 70, 8, 28, 36, 60, 5, 5,
  8, 50, 10, 30, 36, 60, 5, 7,
  5, 20, 1, 18, 24, 48, 8, 8), ncol = 8, byrow = TRUE)

lognormal90 <- function(n, low, high) {
  rlnorm(n, (log(low) + log(high)) / 2, (log(high) - log(low)) / (2 * z90))
}

between <- function(n, from, to) sample.int(to - from + 1L, n, TRUE) + from - 1L

draw_contract <- function(n, row) {
  term <- between(n, as.integer(row[5]), as.integer(row[6]))
  start <- between(n, as.integer(row[3]), as.integer(row[4]))
  rate <- lognormal90(n, row[1], row[2]) / term
  list(start = start, end = start + term, rate = rate,
       floor = rate * rbeta(n, row[7], row[8]))
}

# A chunk of n paths: months below zero, the least cash and the last.
simulate <- function(n) {
  cash <- lognormal90(n, 20, 40)
  drift <- rnorm(n, 0.035, 0.03 / (2 * z90)) - 0.035
  terms <- apply(contracts, 1, function(row) draw_contract(n, row))
  amount <- lognormal90(n, 10, 50) * (runif(n) < 0.6)
  when <- between(n, 1L, 24L)
  level <- numeric(n)
  least <- rep(Inf, n)
  below <- numeric(months)
  for (t in seq_len(months)) {
    level <- level + 0.06 * rnorm(n) + drift
    x <- exp(level)
    u <- pmin.int(1, x)
    cash <- cash + (0.935 * exp(0.035 * t)) * x
    for (k in terms) {
      paid <- pmax.int(k$floor, k$rate * u)
      cash <- cash - paid * (k$start <= t & t < k$end)
    }
    if (t <= 24L) cash <- cash + amount * (when == t)
    least <- pmin.int(least, cash)
    below[t] <- sum(least < 0)
  }
  list(below = below, least = least, cash = sum(cash))
}

argument <- function(i, otherwise) {
  given <- commandArgs(trailingOnly = TRUE)
  if (length(given) >= i) as.numeric(given[i]) else otherwise
}
paths <- argument(1, 100000)
chunk <- argument(3, 10000)
RNGkind(normal.kind = "Kinderman-Ramage")
set.seed(argument(2, 1))

begun <- proc.time()
below <- numeric(months)
least <- numeric(paths)
cash <- 0
first <- 0
while (first < paths) {
  n <- min(chunk, paths - first)
  part <- simulate(n)
  below <- below + part$below
  least[first + seq_len(n)] <- part$least
  cash <- cash + part$cash
  first <- first + n
}
shares <- c(0.05, 0.25, 0.5, 0.75, 0.95)
quantiles <- quantile(least, shares, names = FALSE, type = 7)
mean_least <- mean(least)
used <- sum((proc.time() - begun)[1:2])

cat(sprintf("gap-%d %.17g\n", seq_len(months), below / paths), sep = "")
cat(sprintf("least-p%d %.17g\n", round(100 * shares), quantiles), sep = "")
cat(sprintf("least-mean %.17g\ncash-mean %.17g\n", mean_least, cash / paths),
    sep = "")
cat(sprintf("paths %.0f\ncpu %.6f\n", paths, used), sep = "")

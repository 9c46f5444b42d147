/* Instruments that need no system of equations, and moves of units. */
#include "math/rounds.h"

#include "math/elementary.h"

double qd_units_for_share(double units, double share)
{
    return units * share / (1 - share);
}

double qd_units_with_pro_rata(double others, double share)
{
    return others / (1 - share);
}

double qd_interest_simple(double principal, double rate, double years)
{
    return principal * (1 + rate * years);
}

double qd_interest_compound(double principal, double rate, double years)
{
    return principal * qd_pow(1 + rate, years);
}

double qd_price_average(double price, double base, double money,
                        double issued)
{
    double after = price * (base + money / price) / (base + issued);
    return after < price ? after : price;
}

double qd_price_ratchet(double price, double issue_price)
{
    return issue_price < price ? issue_price : price;
}

double qd_units_net(double n, double strike, double price)
{
    return price > strike ? n * (price - strike) / price : 0;
}

double qd_strike_of_threshold(double threshold, double units)
{
    return threshold / units;
}

double qd_table_total(const double *held, uint32_t n)
{
    double sum = 0;
    for (uint32_t i = 0; i < n; i++) sum += held[i];
    return sum;
}

bool qd_table_issue(double *held, uint32_t to, double units)
{
    if (!(units >= 0)) return false;
    held[to] += units;
    return true;
}

bool qd_table_buy_back(double *held, uint32_t from, double units)
{
    if (!(units >= 0) || units > held[from]) return false;
    held[from] -= units;
    return true;
}

bool qd_table_move(double *held, uint32_t from, uint32_t to, double units)
{
    return qd_table_buy_back(held, from, units) &&
           qd_table_issue(held, to, units);
}

void qd_table_split(double *held, uint32_t n, double ratio)
{
    for (uint32_t i = 0; i < n; i++) held[i] *= ratio;
}

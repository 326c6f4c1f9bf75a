// The generalised-Leontief cascade: output losses spread to customers and to suppliers.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kanmon {

// Firms are 0..firms-1 in every array. "Up" rows are suppliers with their customers' shares of
// their sales; "down" rows are customers, their suppliers grouped by essential sector
// and all non-essential ones in one group: the group with the largest loss binds. "Back" lists say whom a firm reaches.
struct CascadeGraph {
    std::int32_t firms;
    std::int32_t markets;
    const std::int64_t *up_start;     // firms + 1
    const std::int32_t *up_firm;      // customers
    const double *up_share;
    const std::int64_t *up_back_start;
    const std::int32_t *up_back;      // suppliers
    const double *up_back_share;
    const std::int64_t *row_start;    // firms + 1, into groups
    const std::int64_t *group_start;  // groups + 1, into down edges
    const std::int32_t *down_firm;    // suppliers
    const double *down_share;
    const std::int64_t *down_back_start;
    const std::int32_t *down_back;    // customers whose input is of class 1 or 2
    const std::int32_t *market;
    const std::int64_t *member_start; // markets + 1
    const std::int32_t *member;
    const double *sold;
    const double *weight;
};

// Shock k holds entries start[k]..start[k+1]: shares lost by firms; and cuts of links: where the
// link stands among the up and down edges (-1: class 0, no down edge) and the share not passing.
struct CascadeShocks {
    std::size_t count;
    const std::int64_t *start;
    const std::int32_t *firm;
    const double *down;
    const double *up;
    const std::int64_t *cut_start;
    const std::int64_t *cut_up;
    const std::int64_t *cut_down;
    const double *cut;
};

struct CascadeRules {
    double eps;
    std::int32_t most_steps;
    bool replaceable;
    bool ratio;  // stop on the ratio of successive indices instead of the largest change
};

// totals[k] = joint, downstream, upstream, joint before the last step; steps[k] is -1 where the
// cascade had not settled. The states (share lost) are filled where not null: [shock][firm].
struct CascadeTold {
    double *totals;
    std::int32_t *steps;
    double *down;
    double *up;
};

// Eight shocks run side by side; threads share out batches of eight. A shock's figures have the
// same bits in any lane, in any company and with any number of threads.
void cascade(const CascadeGraph &graph, const CascadeShocks &shocks, const CascadeRules &rules,
             const CascadeTold &told, unsigned threads);

// Guess how many steps the failure of each firm takes: sorted by it, batches waste no lanes.
void cascade_lengths(const CascadeGraph &graph, const std::int32_t *firms, std::size_t count,
                     double eps, double *lengths);

}  // namespace kanmon

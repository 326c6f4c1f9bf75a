// Firms that keep stocks, order from their suppliers and ration what they cannot make: one day a
// pass over the links. Scenarios run side by side as lanes, innermost in every array.
#pragma once

#include <cstddef>
#include <cstdint>

namespace kanmon {

constexpr std::uint32_t first_of_group = 0x80000000u;

// Links by client, then sector of the supplier: such a run of links is a group, one pool of stock.
// Groups of one link come first.
// `parts` ranges of clients are summed apart and in order, whatever the number of threads.
struct Links {
    std::size_t firms, links, parts;
    const std::int64_t *start;      // firms + 1
    const std::int32_t *alone;      // how many of a client's links, its first, are groups of one
    const std::uint32_t *supplier;  // top bit: first of its group
    const double *amount;
    const double *final;
    const double *output;
    const double *target;  // days of stock wanted
    const std::int32_t *kind;
    const std::int32_t *sector;
    const std::int64_t *part;       // parts + 1, clients
    const std::uint16_t *marks;     // class of each link, or null
    const std::int64_t *out_start;  // links by supplier, only for rationing 2 and 3
    const std::int64_t *out_link;
};

// Daily factors: rows x lanes a day. A class of links has a share that passes, a need and a
// release of reserve, in days of normal use.
struct Course {
    std::size_t days, kinds, sectors;
    std::size_t capacity_rows, demand_rows, classes;
    const double *capacity, *demand;
    const std::int32_t *capacity_row, *demand_row;  // of each kind
    const double *passes, *need, *release;          // null without classes
    const double *reserve;                          // classes x lanes, or null
};

struct Rules {
    double pace;         // 1 / tau
    bool scaled;         // the stock wanted follows activity
    bool refill_only;    // a stock above the one wanted lowers no order
    int rationing;       // 0 to 3
};

// Filled by the kernel; `lanes` innermost. `bound` counts days, `cost` adds output lost.
struct Daily {
    double *output, *unmet;   // days x kinds
    double *bound, *cost;     // kinds x sectors
    double *residual;         // one a lane
};

void agents_single(const Links &links, const Course &course, const Rules &rules, const Daily &out,
                   int threads);
void agents_lanes(const Links &links, const Course &course, const Rules &rules, const Daily &out);

// The level up to which a supplier serves every order relative to the normal one (see agents_level.cpp).
struct Offer {
    double relative, amount;
};
struct Served {
    double level, final;
};
Served fill(Offer *offers, std::size_t count, double made, double final, const Rules &rules);

#if defined(__GNUC__)
constexpr int agents_width = 8;  // scenarios side by side
#else
constexpr int agents_width = 1;
#endif

}  // namespace kanmon

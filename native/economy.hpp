// A dynamic multi-regional input-output model day by day; orders are never stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace kanmon {

// Industries f = economy * sectors + sector; tiles are eight buying industries wide.
// z is packed [input sector][tile][selling economy, padded to eights][8], money a year.
struct Economy {
    std::size_t sectors, economies, size, tiles, rows;
    const double *z;
    const double *need;      // [sectors][8 tiles] input by output
    const double *reach;     // [sectors][8 tiles] output a unit of stock allows
    const double *ease;      // [sectors][8 tiles] 1: never binds, 0.5: counts half, 0: binds
    const double *cover;     // [sectors] stock aimed at, days of use
    const double *pace;      // [sectors] share of a gap ordered each day
    const double *output;    // [8 tiles] normal, a day
    const double *stocks;    // [8 tiles] drawn from makers' stocks every day
    const double *restock;   // [8 tiles] put to makers' stocks every day
};

struct Habits {
    double over_most;   // overproduction at most
    double over_pace;   // a day
    double even;        // scarcity within this counts as none
    bool by_capacity;   // orders follow capacity ("alt")
    bool boario;        // the peer's two global switches
};

// One scenario. Rows of the phase tables are day states; `phase` says which a day is in.
struct Course {
    std::size_t phases;
    const std::int32_t *phase;   // [days]
    const double *capacity;      // [phases][size] factor
    const double *wanted;        // [phases][size] final demand
    const double *final;         // [phases][size] final demand that may be delivered
    std::size_t cuts;
    const std::int32_t *cut;     // [cuts][3] sector, selling, buying economy
    const double *passes;        // [phases][cuts]
    const double *spare;         // [phases][sectors * economies] sector, buying economy
    std::size_t swaps;
    const std::int32_t *swap;    // [swaps][2] sector, buying industry
    const double *left;          // [phases][swaps] factor of need
    std::size_t reserves;
    const std::int32_t *reserve; // [reserves][2] sector, buying industry
    const double *held;          // [reserves]
    const double *rate;          // [phases][reserves] a day at most
    double *made;                // out [days][size]
    double *unmet;               // out [days][size]
    std::int32_t *bound;         // out [size][sectors] days
    double *lost;                // out [size][sectors] output
    double *residual;            // out [1]
};

// Runs 1 or 8 courses; the bits of one do not depend on its company.
void run_economy(const Economy &economy, const Habits &habits, const std::vector<Course> &courses,
                 std::size_t days);

// Packs z[size][size] for `Economy::z`.
void pack_economy(const double *z, std::size_t sectors, std::size_t economies, double *packed);

}  // namespace kanmon

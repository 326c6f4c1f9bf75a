// Goods through makers and users day by day: stocks, delays, cut edges, who is served first.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kanmon {

// Nodes by good, inputs first; edges by origin and turn; slots by maker.
struct Chain {
    std::size_t goods, nodes, edges, slots;
    const std::int32_t *good;    // [nodes]
    const double *base;          // [nodes] made a normal day
    const double *use;           // [nodes] used a normal day
    const double *final;         // [nodes] share of use that is final
    const std::int32_t *make;    // [nodes] days from begin to gate
    const std::int32_t *origin;  // [edges] node
    const std::int32_t *to;      // [edges] node
    const double *share;         // [edges] of the supply of `to`
    const std::int32_t *lead;    // [edges] days under way
    const std::int32_t *served;  // [edges] edge at each place in the order of serving
    const std::int32_t *turn;    // [edges] its turn
    const std::int32_t *input;   // [slots] node
    const std::int32_t *maker;   // [slots] node
    const double *weight;        // [slots] of the use of `input`
    const double *stock;         // [slots] days
    const double *bite;          // [slots] output that stops
};

struct Track {
    std::size_t size;
    const std::int32_t *place;
    const std::int32_t *row;  // of profiles
};

enum Factor { passes, order, expected, wanted, begun, able, demand, final_use, need, factors };

struct ChainCourse {
    std::size_t rows;
    const double *profiles;  // [rows][days]
    std::array<Track, factors> tracks;
    Track reserve;
    const double *held;  // [reserve]
    std::size_t partners, groups;
    const std::int32_t *partner;  // [partners] node
    const std::int32_t *group;    // [partners]
    const std::int32_t *pooled;   // [groups] row of profiles
    const std::int32_t *live;     // [goods] whether the course can change it
    double *made;                 // out [days][nodes] over base
    double *unmet;                // out [days][nodes] over use; comes in as zero
    std::int32_t *bound;          // out [slots] days
    double *lost;                 // out [slots] days of normal output
    double *missing;              // out [edges] days of use
    double *residual;             // out [1]
};

// Runs 1 or 8 courses; the bits of one do not depend on its company.
void run_chain(const Chain &chain, const std::vector<ChainCourse> &courses, std::size_t days);

}  // namespace kanmon

// A tile of deliveries: eight buyers of one input, a row a seller. How its cells, weights and
// passing shares are read, for one course or for eight.
#pragma once

#include "economy_run.hpp"

#if defined(__GNUC__)
#define KANMON_FETCH(place) __builtin_prefetch(place)
#else
#define KANMON_FETCH(place) static_cast<void>(place)
#endif

namespace kanmon::ario {

constexpr std::size_t together = 4;  // tiles summed side by side; fixed, so that bits are too

// An array of industries shared by all lanes.
template <std::size_t L>
KANMON_INLINE void shared(Wide &out, const double *from, std::size_t v) {
    if constexpr (L == 1)
        load(out, from + wide * v);
    else
        splat(out, from[v]);
}

// A cell of input by industry: a lane's own where some lane has swaps, else the common one.
template <std::size_t L>
KANMON_INLINE void cell(Wide &out, const State<L> &s, const std::vector<Block> &own,
                        const double *common, std::size_t p, std::size_t v) {
    if (own[p])
        load(out, own[p].get() + wide * v);
    else
        shared<L>(out, common + p * s.eco.tiles * wide, v);
}

template <std::size_t L>
KANMON_INLINE const double *tile_of(const State<L> &s, std::size_t p, std::size_t tile) {
    return s.eco.z + (p * s.eco.tiles + tile) * s.eco.rows * wide;
}

// Where column j of a tile buys; columns past the end hold nothing.
template <std::size_t L>
KANMON_INLINE std::size_t buyer(const State<L> &s, std::size_t tile, std::size_t j) {
    return std::min((tile * wide + j) / s.P, s.R - 1);
}

template <std::size_t L>
KANMON_INLINE bool is_shut(const State<L> &s, std::size_t p, std::size_t tile) {
    if (!s.pass_now[p]) return false;
    const auto last = buyer(s, tile, wide - 1);
    for (auto r = buyer(s, tile, 0); r <= last; ++r)
        if (s.shut[p * s.R + r]) return true;
    return false;
}

// Share that passes from each seller to the buyers of a tile: row r of vector v is at
// from[v] + r * wide. A single course's columns are laid out side by side once a tile.
template <std::size_t L>
struct Gate {
    const double *from[L];
};

template <std::size_t L>
KANMON_INLINE void open_gate(Gate<L> &gate, const State<L> &s, const Block &table,
                             std::size_t tile, double *laid) {
    const auto rows = s.eco.rows;
    if constexpr (L == 1) {
        const auto first = buyer(s, tile, 0);
        for (std::size_t r = 0; r < rows; ++r) {
            Wide same{};
            splat(same, table[first * rows + r]);
            store(laid + r * wide, same);
        }
        for (std::size_t j = 1; j < wide; ++j) {
            const auto other = buyer(s, tile, j);
            if (other == first) continue;
            for (std::size_t r = 0; r < rows; ++r) laid[r * wide + j] = table[other * rows + r];
        }
        gate.from[0] = laid;
    } else {
        static_cast<void>(laid);
        for (std::size_t v = 0; v < L; ++v)
            gate.from[v] = table.get() + buyer(s, tile, v) * rows * L;
    }
}

template <std::size_t L>
KANMON_INLINE void delivery(Wide &out, const double *from) {
    if constexpr (L == 1)
        load(out, from);
    else
        splat(out, *from);
}

template <std::size_t L>
KANMON_INLINE void seller(Wide &out, const double *weights, std::size_t r) {
    if constexpr (L == 1)
        splat(out, weights[r]);
    else
        load(out, weights + r * L);
}

}  // namespace kanmon::ario

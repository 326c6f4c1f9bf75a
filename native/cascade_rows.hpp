// Row sums of the cascade, eight shocks at a time.
#pragma once

#include "cascade.hpp"

namespace kanmon {

constexpr int LANES = 8;

// One firm's figure in each of eight shocks: one cache line.
struct alignas(64) Row {
    double lane[LANES];
};

// What a sweep reads besides the graph, and what it fills. Losses come from the other side of each
// link (`from`); `floor_at` says which of `floors`, the least losses a shock sets, a row has (-1:
// none); rows set `apart` keep their loss here and are worked out elsewhere.
struct Sweep {
    const Row *from;
    const Row *now;
    const std::int32_t *floor_at;
    const Row *floors;
    const std::uint8_t *apart;  // null: none
    const std::int32_t *rows;   // null: all rows
    std::size_t count;
    const Row *live;            // not zero in lanes whose changes count
    Row *next;                  // one a row swept, in sweep order
    std::uint8_t *changed;      // one a row swept: a live lane changed
    Row *most;                  // largest growth so far
};

void sweep_up(const CascadeGraph &graph, const Sweep &sweep);
void sweep_down(const CascadeGraph &graph, const Sweep &sweep);

// Weighted sums of the losses, firms in order: joint (the larger), down and up.
struct Sums {
    Row joint, down, up;
};
void sum_losses(const CascadeGraph &graph, const Row *down, const Row *up,
                const std::uint8_t *in_down, const std::uint8_t *in_up, Sums &sums);

// Output still sold by a market's members, and the loss each passes on: its loss times its share
// of that output. `changed` is set for members whose passed-on loss changed in a live lane.
void share_market(const CascadeGraph &graph, std::int32_t market, const Row *down,
                  const std::uint8_t *in_down, const Row &live, Row &still, Row *passed,
                  std::uint8_t *changed);

}  // namespace kanmon

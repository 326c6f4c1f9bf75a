// Row sums of the cascade: the loops that take the time.
#include "cascade_rows.hpp"

#include "cascade_lanes.hpp"

namespace kanmon {

namespace {

inline const Lanes &lanes(const Row &row) { return *reinterpret_cast<const Lanes *>(&row); }
inline Lanes &lanes(Row &row) { return *reinterpret_cast<Lanes *>(&row); }

#if defined(__GNUC__)
#define KANMON_INLINE inline __attribute__((always_inline))
#else
#define KANMON_INLINE inline
#endif

// Clamp a row's new loss, keep it, and note whether and by how much it grew.
KANMON_INLINE void settle(const Sweep &s, std::size_t k, std::int32_t row, Lanes &loss,
                          Lanes &most, const Mask &live) {
    Lanes one;
    all(one, 1.0);
    lower(loss, one);
    if (s.floor_at[row] >= 0) raise(loss, lanes(s.floors[s.floor_at[row]]));
    if (s.apart && s.apart[row]) loss = lanes(s.now[row]);
    lanes(s.next[k]) = loss;
    s.changed[k] = differ(loss, lanes(s.now[row]), live);
    less(loss, lanes(s.now[row]));
    raise(most, loss);
}

}  // namespace

KANMON_WIDE void sweep_up(const CascadeGraph &g, const Sweep &s) {
    Lanes most = lanes(*s.most);
    Mask live;
    lit(live, lanes(*s.live));
    const std::int64_t *start = g.up_start;
    const std::int32_t *firm = g.up_firm;
    const double *share = g.up_share;
    const Row *from = s.from;
    for (std::size_t k = 0; k < s.count; ++k) {
        const std::int32_t row = s.rows ? s.rows[k] : static_cast<std::int32_t>(k);
        Lanes loss;
        all(loss, 0.0);
        for (std::int64_t e = start[row]; e < start[row + 1]; ++e)
            add(loss, share[e], lanes(from[firm[e]]));
        settle(s, k, row, loss, most, live);
    }
    lanes(*s.most) = most;
}

KANMON_WIDE void sweep_down(const CascadeGraph &g, const Sweep &s) {
    Lanes most = lanes(*s.most);
    Mask live;
    lit(live, lanes(*s.live));
    const std::int32_t *firm = g.down_firm;
    const double *share = g.down_share;
    const Row *from = s.from;
    for (std::size_t k = 0; k < s.count; ++k) {
        const std::int32_t row = s.rows ? s.rows[k] : static_cast<std::int32_t>(k);
        // The largest group loss binds: of an essential sector, or of all non-essential inputs.
        Lanes worst;
        all(worst, 0.0);
        for (std::int64_t group = g.row_start[row]; group < g.row_start[row + 1]; ++group) {
            Lanes loss;
            all(loss, 0.0);
            for (std::int64_t e = g.group_start[group]; e < g.group_start[group + 1]; ++e)
                add(loss, share[e], lanes(from[firm[e]]));
            raise(worst, loss);
        }
        settle(s, k, row, worst, most, live);
    }
    lanes(*s.most) = most;
}

KANMON_WIDE void sum_losses(const CascadeGraph &g, const Row *down, const Row *up,
                            const std::uint8_t *in_down, const std::uint8_t *in_up, Sums &sums) {
    Lanes joint, of_down, of_up;
    all(joint, 0.0);
    all(of_down, 0.0);
    all(of_up, 0.0);
    for (std::int32_t i = 0; i < g.firms; ++i) {
        // A firm no lane has reached adds exactly nothing.
        const double weight = g.weight[i];
        if (in_down[i]) {
            Lanes larger = lanes(down[i]);
            add(of_down, weight, larger);
            raise(larger, lanes(up[i]));
            add(joint, weight, larger);
            add(of_up, weight, lanes(up[i]));
        } else if (in_up[i]) {
            add(joint, weight, lanes(up[i]));
            add(of_up, weight, lanes(up[i]));
        }
    }
    lanes(sums.joint) = joint;
    lanes(sums.down) = of_down;
    lanes(sums.up) = of_up;
}

KANMON_WIDE void share_market(const CascadeGraph &g, std::int32_t market, const Row *down,
                              const std::uint8_t *in_down, const Row &live, Row &still, Row *passed,
                              std::uint8_t *changed) {
    Lanes one, left;
    Mask lit_lanes;
    lit(lit_lanes, lanes(live));
    all(one, 1.0);
    all(left, 0.0);
    for (std::int64_t m = g.member_start[market]; m < g.member_start[market + 1]; ++m) {
        const std::int32_t i = g.member[m];
        Lanes rest = one;
        if (in_down[i]) less(rest, lanes(down[i]));
        add(left, g.sold[i], rest);
    }
    lanes(still) = left;
    for (int l = 0; l < LANES; ++l)
        if (still.lane[l] <= 1e-10) still.lane[l] = 1.0;
    Lanes each = lanes(still);
    over(each, 1.0);
    for (std::int64_t m = g.member_start[market]; m < g.member_start[market + 1]; ++m) {
        const std::int32_t i = g.member[m];
        if (!in_down[i]) continue;
        Lanes part;
        all(part, 0.0);
        add(part, g.sold[i], each);
        lower(part, one);
        times(part, lanes(down[i]));
        changed[i] = differ(part, lanes(passed[i]), lit_lanes);
        lanes(passed[i]) = part;
    }
}

}  // namespace kanmon

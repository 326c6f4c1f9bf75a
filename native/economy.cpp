#include "economy.hpp"

#include "economy_day.hpp"

namespace kanmon {
namespace ario {
namespace {

inline bool close(double a, double b) { return std::abs(a - b) <= 1e-8 + 1e-5 * std::abs(b); }

// The same in three streams, with the peer's switches: no stock moves on a day on which every
// delivery is close to use, no gap is ordered when every stock is close to its goal.
template <std::size_t L>
void three_streams(State<L> &s) {
    const auto &eco = s.eco;
    bool moves[L] = {}, lacks[L] = {};
    Group<L> g;
    for (std::size_t p = 0; p < s.P; ++p) {
        line_up(s, p);
        for (std::size_t l = 0; l < L; ++l) s.left_over[p * L + l] = 0.0;
        g.p = p;
        for (g.tile = 0; g.tile < eco.tiles; g.tile += together) {
            pick(s, g);
            gather(s, g);
            for (std::size_t t = 0; t < g.count; ++t)
                for (std::size_t v = 0; v < L; ++v) {
                    const auto at = p * s.width + wide * ((g.tile + t) * L + v);
                    Wide h{};
                    load(h, s.hire.get() + at);
                    store(s.got.get() + at, g.got[t][v] * h);
                    store(s.all.get() + at, g.all[t][v]);
                    if (!g.shut) splat(g.turn[t][v], 1.0);
                    store(s.turn.get() + at, g.turn[t][v]);
                }
        }
        for (std::size_t i = 0; i < eco.size * L; ++i) {
            const double need = s.need[p] ? s.need[p][i] : eco.need[p * eco.tiles * wide + i / L];
            if (!close(s.got[p * s.width + i], s.made[i] * need)) moves[i % L] = true;
            s.left_over[p * L + i % L] += s.got[p * s.width + i];
        }
    }
    for (std::size_t p = 0; p < s.P; ++p)
        for (std::size_t v = 0; v < s.width / wide; ++v) {
            const auto at = p * s.width + wide * v;
            Wide recv{}, before{}, after{};
            load(recv, s.got.get() + at);
            load(before, s.stock.get() + at);
            restock<L>(s, p, v, recv);
            load(after, s.stock.get() + at);
            for (std::size_t k = 0; k < wide; ++k)
                if (!moves[k % L]) after[k] = before[k];
            store(s.stock.get() + at, after);
            for (std::size_t k = 0; k < wide; ++k) {
                const auto i = wide * v + k;
                const double need =
                    s.need[p] ? s.need[p][i] : eco.need[p * eco.tiles * wide + i / L];
                if (!close(after[k], s.best[i] * need * eco.cover[p])) lacks[k % L] = true;
            }
        }
    for (std::size_t p = 0; p < s.P; ++p) {
        line_up(s, p);
        g.p = p;
        for (g.tile = 0; g.tile < eco.tiles; g.tile += together) {
            pick(s, g);
            for (std::size_t t = 0; t < g.count; ++t)
                for (std::size_t v = 0; v < L; ++v) {
                    const auto at = (g.tile + t) * L + v;
                    Wide all{}, turn{}, none{};
                    load(all, s.all.get() + p * s.width + wide * at);
                    load(turn, s.turn.get() + p * s.width + wide * at);
                    order<L>(s, p, at, all, &turn, true, none);
                    order<L>(s, p, at, all, &turn, false, g.h[t][v]);
                    for (std::size_t k = 0; k < wide; ++k)
                        if (!lacks[k % L]) g.h[t][v][k] = none[k];
                    store(s.hire.get() + p * s.width + wide * at, g.h[t][v]);
                }
            push_all(s, g);
        }
        take_orders(s, p);
    }
}

// Overproduction follows scarcity: today's demand beside yesterday's output.
template <std::size_t L>
KANMON_INLINE void strain(State<L> &s) {
    const auto &h = s.habits;
    for (std::size_t i = 0; i < s.eco.size * L; ++i) {
        const double asked = std::max(s.demand[i] - s.eco.stocks[i / L], 0.0);
        const double scarce = asked > 0.0 ? (asked - s.made[i]) / asked : 0.0;
        const double pull = std::abs(scarce) > h.even ? (h.over_most - s.alpha[i]) * scarce
                                                      : 1.0 - s.alpha[i];
        s.alpha[i] = std::max(s.alpha[i] + pull * h.over_pace, 1.0);
    }
}

template <std::size_t L>
KANMON_INLINE void aim(State<L> &s) {
    for (std::size_t i = 0; i < s.eco.size * L; ++i) {
        const double most = s.eco.output[i / L] * s.cap[i] * s.alpha[i];
        const double asked = std::max(s.demand[i] - s.eco.stocks[i / L], 0.0);
        s.best[i] = std::min(asked, most);
        s.weigh_old[i] = s.weigh[i];
        s.weigh[i] = s.habits.by_capacity && s.eco.output[i / L] > 0.0 ? s.cap[i] * s.alpha[i] : 1.0;
    }
}

template <std::size_t L>
KANMON_INLINE void limit(Wide &out, const State<L> &s, std::size_t p, std::size_t v,
                         const Wide &best) {
    Wide held{}, reach{}, ease{};
    load(held, s.stock.get() + p * s.width + wide * v);
    cell<L>(reach, s, s.reach, s.eco.reach, p, v);
    cell<L>(ease, s, s.ease, s.eco.ease, p, v);
    out = held * reach + ease * best;
}

// What stocks allow, and who holds whom back.
template <std::size_t L>
KANMON_INLINE void produce(State<L> &s) {
    const auto vectors = s.width / wide;
    std::copy_n(s.best.get(), s.width, s.made.get());
    for (std::size_t p = 0; p < s.P; ++p)
        for (std::size_t v = 0; v < vectors; ++v) {
            Wide best{}, made{}, can{};
            load(best, s.best.get() + wide * v);
            load(made, s.made.get() + wide * v);
            limit<L>(can, s, p, v, best);
            least(made, can);
            store(s.made.get() + wide * v, made);
        }
    for (std::size_t f = 0; f < s.eco.size; ++f)
        for (std::size_t l = 0; l < L; ++l) {
            const auto i = f * L + l;
            if (s.made[i] >= s.best[i] * (1.0 - 1e-9)) continue;
            for (std::size_t p = 0; p < s.P; ++p) {
                Wide best{}, can{};
                load(best, s.best.get() + i / wide * wide);
                limit<L>(can, s, p, i / wide, best);
                if (can[i % wide] > s.made[i]) continue;
                s.courses[l].bound[f * s.P + p] += 1;
                s.courses[l].lost[f * s.P + p] += s.best[i] - s.made[i];
                break;
            }
        }
}

template <std::size_t L>
KANMON_INLINE void serve(State<L> &s, std::size_t day) {
    for (std::size_t f = 0; f < s.eco.size; ++f)
        for (std::size_t l = 0; l < L; ++l) {
            const auto i = f * L + l;
            const double asked = s.demand[i];
            const double there = s.made[i] + std::min(s.eco.stocks[f], asked);
            s.phi[i] = asked > 0.0 ? there / asked : 0.0;
            s.courses[l].made[day * s.eco.size + f] = s.made[i];
            s.courses[l].unmet[day * s.eco.size + f] =
                std::max(s.wanted[i] - s.final_now[i] * s.phi[i], 0.0);
        }
}

// What a sector's makers part with is what its clients get.
template <std::size_t L>
KANMON_INLINE void weigh_up(State<L> &s, const double *there, const double *normal) {
    for (std::size_t p = 0; p < s.P; ++p)
        for (std::size_t l = 0; l < L; ++l) {
            const double gap = std::abs(there[p * L + l] - s.left_over[p * L + l]);
            auto &worst = *s.courses[l].residual;
            if (normal[p] > 0.0) worst = std::max(worst, gap / normal[p]);
        }
}

template <std::size_t L>
KANMON_INLINE void run(State<L> &s) {
    const auto &eco = s.eco;
    std::vector<double> there(s.P * L), normal(s.P);
    for (std::size_t f = 0; f < eco.size; ++f)
        normal[f % s.P] += eco.output[f] + eco.stocks[f];
    s.left_over.assign(s.P * L, 0.0);
    s.alpha.fill(1.0);
    s.weigh.fill(1.0);
    for (std::size_t i = 0; i < s.width; ++i) s.made[i] = s.best[i] = eco.output[i / L];
    for (std::size_t p = 0; p < s.P; ++p)
        for (std::size_t i = 0; i < s.width; ++i)
            s.stock[p * s.width + i] =
                eco.output[i / L] * eco.need[p * eco.tiles * wide + i / L] * eco.cover[p];
    for (std::size_t l = 0; l < L; ++l) s.look_ahead(l, 0, true);
    s.mark_shut();
    one_stream(s, true);
    for (std::size_t day = 0; day < s.days; ++day) {
        std::copy_n(s.final_next.get(), s.width, s.final_now.get());
        for (std::size_t p = 0; p < s.P; ++p)
            if (s.pass_now[p])
                std::copy_n(s.pass_next[p].get(), eco.rows * s.R * L, s.pass_now[p].get());
        for (std::size_t l = 0; l < L; ++l) s.look_around(l, day);
        if (day > 1) strain(s);
        aim(s);
        for (std::size_t l = 0; l < L; ++l) s.release(l, day);
        produce(s);
        serve(s, day);
        std::fill(there.begin(), there.end(), 0.0);
        for (std::size_t i = 0; i < eco.size * L; ++i) {
            const auto f = i / L;
            const double parted = s.made[i] + std::min(eco.stocks[f], s.demand[i]);
            there[f % s.P * L + i % L] += parted - (s.final_now[i] + eco.restock[f]) * s.phi[i];
        }
        for (std::size_t l = 0; l < L; ++l) s.look_ahead(l, day + 1, false);
        s.mark_shut();
        if (s.habits.boario)
            three_streams(s);
        else
            one_stream(s, false);
        weigh_up(s, there.data(), normal.data());
    }
}

KANMON_CLONES void run_single(State<1> &s) { run<1>(s); }
KANMON_CLONES void run_eight(State<8> &s) { run<8>(s); }

}  // namespace
}  // namespace ario

void run_economy(const Economy &economy, const Habits &habits, const std::vector<Course> &courses,
                 std::size_t days) {
    if (courses.size() == 1) {
        ario::State<1> state(economy, habits, courses, days);
        ario::run_single(state);
    } else {
        ario::State<8> state(economy, habits, courses, days);
        ario::run_eight(state);
    }
}

void pack_economy(const double *z, std::size_t sectors, std::size_t economies, double *packed) {
    const auto size = sectors * economies;
    const auto tiles = (size + wide - 1) / wide;
    const auto rows = (economies + wide - 1) / wide * wide;
    std::fill_n(packed, sectors * tiles * rows * wide, 0.0);
    for (std::size_t p = 0; p < sectors; ++p)
        for (std::size_t r = 0; r < economies; ++r)
            for (std::size_t g = 0; g < size; ++g)
                packed[((p * tiles + g / wide) * rows + r) * wide + g % wide] =
                    z[(r * sectors + p) * size + g];
}

}  // namespace kanmon

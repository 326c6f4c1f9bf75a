// State of one or eight courses side by side, lane innermost.
#pragma once

#include <algorithm>
#include <cmath>
#include <memory>
#include <new>
#include <vector>

#include "economy.hpp"
#include "economy_wide.hpp"

namespace kanmon::ario {

// Doubles on cache line borders, zero at first.
class Block {
  public:
    Block() = default;
    explicit Block(std::size_t count)
        : data_(static_cast<double *>(::operator new(std::max<std::size_t>(count, 8) * sizeof(double),
                                                     std::align_val_t{64}))),
          count_(count) {
        std::fill_n(data_.get(), count, 0.0);
    }
    double *get() const { return data_.get(); }
    double &operator[](std::size_t k) const { return data_.get()[k]; }
    void fill(double value) { std::fill_n(data_.get(), count_, value); }
    explicit operator bool() const { return data_ != nullptr; }

  private:
    struct Free {
        void operator()(double *p) const { ::operator delete(p, std::align_val_t{64}); }
    };
    std::unique_ptr<double, Free> data_;
    std::size_t count_ = 0;
};

template <std::size_t L>
struct State {
    const Economy &eco;
    const Habits &habits;
    const std::vector<Course> &courses;
    std::size_t days, width, P, R;  // width: doubles in a row of industries

    Block stock, hire;                            // [P][width]; hire: orders over normal orders
    Block alpha, made, best, demand, phi;         // [width]
    Block weigh_old, weigh, cap, final_now, final_next, wanted;  // [width]
    Block us, uc, sum;                            // [rows * L] of the sector at work
    std::vector<Block> need, reach, ease;         // by sector, where a lane has swaps
    std::vector<Block> pass_now, pass_next;       // by sector: [R][rows][L], where a lane has cuts
    std::vector<char> shut;                       // [P][R]: cut today or tomorrow in some lane
    Block laid;                                   // gates of a group of tiles, one course only
    Block spare;                                  // [P][R][L]
    std::vector<std::vector<double>> held;        // reserves left, by lane
    Block got, used, all, turn;                   // whole matrices, for the peer's switches only
    std::vector<double> left_over;

    State(const Economy &e, const Habits &h, const std::vector<Course> &c, std::size_t d)
        : eco(e), habits(h), courses(c), days(d), width(e.tiles * wide * L), P(e.sectors),
          R(e.economies), stock(P * width), hire(P * width), alpha(width), made(width),
          best(width), demand(width), phi(width), weigh_old(width), weigh(width), cap(width),
          final_now(width), final_next(width), wanted(width), us(e.rows * L), uc(e.rows * L),
          sum(e.rows * L), need(P), reach(P), ease(P), pass_now(P), pass_next(P),
          shut(P * R, 0), laid(L == 1 ? 8 * e.rows * wide : 0), spare(P * R * L), held(L) {
        if (habits.boario) {
            got = Block(P * width);
            all = Block(P * width);
            turn = Block(P * width);
        }
        for (std::size_t l = 0; l < L; ++l) prepare(l);
    }

    void prepare(std::size_t l) {
        const auto &course = courses[l];
        held[l].assign(course.held, course.held + course.reserves);
        *course.residual = 0.0;
        for (std::size_t k = 0; k < course.swaps; ++k) {
            const auto p = static_cast<std::size_t>(course.swap[2 * k]);
            if (need[p]) continue;
            need[p] = Block(width);
            reach[p] = Block(width);
            ease[p] = Block(width);
            for (std::size_t i = 0; i < width; ++i) {
                const auto at = p * eco.tiles * wide + i / L;
                need[p][i] = eco.need[at];
                reach[p][i] = eco.reach[at];
                ease[p][i] = eco.ease[at];
            }
        }
        for (std::size_t k = 0; k < course.cuts; ++k) {
            const auto p = static_cast<std::size_t>(course.cut[3 * k]);
            if (pass_now[p]) continue;
            pass_now[p] = Block(eco.rows * R * L);
            pass_next[p] = Block(eco.rows * R * L);
            pass_now[p].fill(1.0);
            pass_next[p].fill(1.0);
        }
    }

    std::size_t row(std::size_t l, std::size_t day) const {
        return static_cast<std::size_t>(courses[l].phase[std::min(day, days - 1)]);
    }

    static void spread(double *to, const double *from, std::size_t count, std::size_t l) {
        for (std::size_t f = 0; f < count; ++f) to[f * L + l] = from[f];
    }

    // Final demand, cuts and spare of the day orders are placed for.
    void look_ahead(std::size_t l, std::size_t day, bool at_start) {
        const auto &c = courses[l];
        const auto now = row(l, day);
        if (!at_start && now == row(l, day - 1)) return;
        spread(final_next.get(), c.final + now * eco.size, eco.size, l);
        spread(spare.get(), c.spare + now * P * R, P * R, l);
        for (std::size_t k = 0; k < c.cuts; ++k) {
            const auto p = static_cast<std::size_t>(c.cut[3 * k]);
            const auto at = static_cast<std::size_t>(c.cut[3 * k + 2]) * eco.rows +
                            static_cast<std::size_t>(c.cut[3 * k + 1]);
            pass_next[p][at * L + l] = c.passes[now * c.cuts + k];
        }
    }

    // Which buying economies some lane is cut off from, now or tomorrow.
    void mark_shut() {
        std::fill(shut.begin(), shut.end(), char{0});
        for (std::size_t l = 0; l < L; ++l) {
            const auto &c = courses[l];
            for (std::size_t k = 0; k < c.cuts; ++k) {
                const auto p = static_cast<std::size_t>(c.cut[3 * k]);
                const auto buyer = static_cast<std::size_t>(c.cut[3 * k + 2]);
                const auto at =
                    (buyer * eco.rows + static_cast<std::size_t>(c.cut[3 * k + 1])) * L + l;
                if (pass_now[p][at] != 1.0 || pass_next[p][at] != 1.0) shut[p * R + buyer] = 1;
            }
        }
    }

    // Capacity, wanted final demand and needs of today.
    void look_around(std::size_t l, std::size_t day) {
        const auto &c = courses[l];
        const auto now = row(l, day);
        if (day > 0 && now == row(l, day - 1)) return;
        spread(cap.get(), c.capacity + now * eco.size, eco.size, l);
        spread(wanted.get(), c.wanted + now * eco.size, eco.size, l);
        for (std::size_t k = 0; k < c.swaps; ++k) {
            const auto p = static_cast<std::size_t>(c.swap[2 * k]);
            const auto f = static_cast<std::size_t>(c.swap[2 * k + 1]);
            const auto at = p * eco.tiles * wide + f;
            const double left = c.left[now * c.swaps + k];
            need[p][f * L + l] = eco.need[at] * left;
            reach[p][f * L + l] = left > 0.0 ? eco.reach[at] / left : 0.0;
            ease[p][f * L + l] = left > 0.0 ? eco.ease[at] : 1.0;
        }
    }

    // Strategic stocks fill up what makers' own stocks lack, before they produce.
    void release(std::size_t l, std::size_t day) {
        const auto &c = courses[l];
        const auto now = row(l, day);
        for (std::size_t k = 0; k < c.reserves; ++k) {
            const auto p = static_cast<std::size_t>(c.reserve[2 * k]);
            const auto f = static_cast<std::size_t>(c.reserve[2 * k + 1]);
            const auto i = f * L + l;
            const double uses = need[p] ? need[p][i] : eco.need[p * eco.tiles * wide + f];
            const double gap = eco.cover[p] * uses * best[i] - stock[p * width + i];
            const double free =
                std::max(0.0, std::min({gap, held[l][k], c.rate[now * c.reserves + k]}));
            stock[p * width + i] += free;
            held[l][k] -= free;
        }
    }
};

}  // namespace kanmon::ario

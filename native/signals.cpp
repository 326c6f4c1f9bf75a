#include "signals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <thread>
#include <vector>

namespace kanmon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double half_t4 = 0.7406970841;  // median of |t| with 4 degrees of freedom
constexpr int steps = 4;

// Median of the first `count` cells, which are left in another order; count is at least 1.
double median(double *cells, std::size_t count) {
    const auto middle = count / 2;
    std::nth_element(cells, cells + middle, cells + count);
    const double upper = cells[middle];
    if (count % 2 == 1) return upper;
    const double lower = *std::max_element(cells, cells + middle);
    return lower == upper ? upper : lower + (upper - lower) * 0.5;
}

// A few cells kept in order.
class Sorted {
  public:
    void clear() { cells.clear(); }
    std::size_t count() const { return cells.size(); }
    void add(double cell) { cells.insert(std::upper_bound(cells.begin(), cells.end(), cell), cell); }
    void drop(double cell) { cells.erase(std::lower_bound(cells.begin(), cells.end(), cell)); }

    // Median of the cells after a change that keeps their order.
    template <class Change>
    double median(Change change) const {
        const double upper = change(cells[cells.size() / 2]);
        if (cells.size() % 2 == 1) return upper;
        const double lower = change(cells[cells.size() / 2 - 1]);
        return lower == upper ? upper : lower + (upper - lower) * 0.5;
    }

  private:
    std::vector<double> cells;
};

// What was normal before a month: level, seasonal part of each calendar month, scale.
struct Normal {
    bool known = false;
    double level = 0.0;
    double season[12] = {};
    double scale = 1.0;

    double expected(std::size_t month) const { return level + season[month % 12]; }
};

class Scorer {
  public:
    Scorer(const Tuning &tuning, std::size_t months)
        : tune(tuning), cells(months), by_month(months), rest(months), normal(months),
          odds(months) {}

    void run(const double *values, bool log, double sign, const SeriesOut &out, std::size_t at) {
        const auto months = normal.size();
        for (std::size_t t = 0; t < months; ++t)
            cells[t] = std::isnan(values[t]) ? nan : log ? std::log(values[t]) : values[t];
        logs = log;
        for (std::size_t a = 0; a < months; ++a) learn(a);
        evidence(sign);
        double sum = 0.0;
        for (std::size_t t = 0; t < months; ++t) {
            const auto cell = at + t;
            out.fresh[cell] = fresh(t);
            out.z[cell] = out.cusum[cell] = out.low[cell] = out.middle[cell] = out.high[cell] = nan;
            const auto &before = normal[t];
            if (before.known) {
                const double middle = before.expected(t);
                const double reach = tune.width * before.scale;
                out.low[cell] = back(middle - reach);
                out.middle[cell] = back(middle);
                out.high[cell] = back(middle + reach);
                if (!std::isnan(cells[t])) {
                    out.z[cell] = -sign * (floored(t, before) - middle) / before.scale;
                    sum = std::max(0.0, tune.decay * sum + out.z[cell] - tune.slack);
                    out.cusum[cell] = sum;
                }
            }
            out.yearly[cell] = yearly(t, sign);
        }
    }

  private:
    const Tuning &tune;
    std::vector<double> cells, by_month, rest;
    std::vector<Normal> normal;
    Sorted lately;
    Sorted same[12];
    std::size_t known = 0;
    std::vector<double> odds;  // evidence that a change began w months ago, months x most
    bool logs = true;

    double back(double value) const { return logs ? std::exp(value) : value; }

    // A month without trade is no infinite drop: logarithms end at a share of the level.
    double floored(std::size_t t, const Normal &before) const {
        return logs ? std::max(cells[t], before.level + tune.floor) : cells[t];
    }

    // Moves the sorted windows on by one month, so that no median of raw cells is sought anew.
    void slide(std::size_t a) {
        const auto window = static_cast<std::size_t>(tune.window);
        const auto level = static_cast<std::size_t>(tune.level_months);
        if (a == 0) {
            lately.clear();
            known = 0;
            for (auto &cell : same) cell.clear();
            return;
        }
        if (a > window && !std::isnan(cells[a - 1 - window])) {
            same[(a - 1 - window) % 12].drop(cells[a - 1 - window]);
            --known;
        }
        if (a > level && !std::isnan(cells[a - 1 - level])) lately.drop(cells[a - 1 - level]);
        if (std::isnan(cells[a - 1])) return;
        same[(a - 1) % 12].add(cells[a - 1]);
        lately.add(cells[a - 1]);
        ++known;
    }

    void learn(std::size_t a) {
        slide(a);
        auto &now = normal[a];
        now.known = false;
        if (known < static_cast<std::size_t>(tune.least_known) ||
            lately.count() < static_cast<std::size_t>(tune.level_months / 2))
            return;
        now.level = lately.median([](double cell) { return cell; });
        if (!std::isfinite(now.level)) return;
        for (std::size_t m = 0; m < 12; ++m) {
            now.season[m] = 0.0;
            if (same[m].count() == 0) continue;
            const auto years = static_cast<double>(same[m].count());
            const auto away = [&](double cell) {
                return (logs ? std::max(cell, now.level + tune.floor) : cell) - now.level;
            };
            now.season[m] = same[m].median(away) * (years / (years + tune.shrink));
        }
        const auto window = static_cast<std::size_t>(tune.window);
        std::size_t count = 0;
        for (auto t = a > window ? a - window : 0; t < a; ++t)
            if (!std::isnan(cells[t])) rest[count++] = std::fabs(floored(t, now) - now.expected(t));
        now.scale = median(rest.data(), count) / half_t4 + (logs ? tune.least_scale : 0.0);
        now.known = now.scale > 0.0;
    }

    // Student-t likelihood of the months since a, shifted against unshifted, mean over the steps.
    void evidence(double sign) {
        const auto months = normal.size();
        const auto most = static_cast<std::size_t>(tune.most);
        odds.assign(months * most, 0.0);
        for (std::size_t a = 0; a < months; ++a) {
            const auto &before = normal[a];
            if (!before.known) continue;
            double ratio[steps] = {1.0, 1.0, 1.0, 1.0};
            for (auto t = a; t < std::min(a + most, months); ++t) {
                if (!std::isnan(cells[t])) {
                    const double z = std::clamp(sign * (floored(t, before) - before.expected(t)) / before.scale, -100.0, 100.0);
                    const double still = 1.0 + z * z * 0.25;
                    for (int s = 0; s < steps; ++s) {
                        const double moved = z + (logs ? tune.steps[s] / before.scale : 5.0 * tune.steps[s]);
                        ratio[s] *= still / (1.0 + moved * moved * 0.25);
                    }
                }
                double mean = 0.0;
                for (int s = 0; s < steps; ++s) mean += ratio[s] * ratio[s] * std::sqrt(ratio[s]);
                odds[t * most + (t - a)] = mean * 0.25;
            }
        }
    }

    double fresh(std::size_t t) const {
        if (std::isnan(cells[t]) || !normal[t].known) return nan;
        const auto most = static_cast<std::size_t>(tune.most);
        double young = 0.0;
        double old = 0.0;
        for (std::size_t w = 0; w < most && w <= t; ++w)
            (w < static_cast<std::size_t>(tune.fresh) ? young : old) += odds[t * most + w];
        return std::log(young) - std::log(std::exp(tune.stale) * old + std::exp(tune.prior));
    }

    double yearly(std::size_t t, double sign) {
        if (t < 24 || !normal[t].known) return nan;
        const auto &before = normal[t];
        const auto change = [&](std::size_t month) {
            return floored(month, before) - floored(month - 12, before);
        };
        const double now = std::isnan(cells[t]) ? nan : change(t);
        if (std::isnan(now)) return nan;
        std::size_t count = 0;
        for (auto month = std::max<std::size_t>(12, t >= 36 ? t - 36 : 0); month < t; ++month) {
            if (std::isnan(cells[month]) || std::isnan(cells[month - 12])) continue;
            by_month[count++] = change(month);
        }
        if (count < 12) return nan;
        std::copy_n(by_month.data(), count, rest.data());
        const double middle = median(rest.data(), count);
        for (std::size_t i = 0; i < count; ++i) rest[i] = std::fabs(by_month[i] - middle);
        const double spread = 1.4826 * median(rest.data(), count) + (logs ? tune.least_scale : 0.0);
        return spread > 0.0 ? -sign * (now - middle) / spread : nan;
    }
};

}  // namespace

void score(const SeriesIn &in, const Tuning &tuning, const SeriesOut &out, int threads) {
    const auto work = [&](std::size_t first, std::size_t last) {
        Scorer scorer(tuning, in.months);
        for (auto s = first; s < last; ++s)
            scorer.run(in.values + s * in.months, in.log[s] != 0, in.sign[s], out, s * in.months);
    };
    const auto parts = std::min<std::size_t>(std::max(threads, 1), std::max<std::size_t>(in.series, 1));
    if (parts == 1) return work(0, in.series);
    std::vector<std::jthread> pool;
    for (std::size_t p = 0; p < parts; ++p)
        pool.emplace_back(work, in.series * p / parts, in.series * (p + 1) / parts);
}

}  // namespace kanmon

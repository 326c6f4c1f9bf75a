// Rationing by the lowest relative order first: pour what is made until it is used up.
#include <algorithm>
#include <limits>

#include "agents.hpp"

namespace kanmon {

// Every order, relative to the normal one, is served up to one level. Final demand (relative 1)
// takes part in rationing 2 and comes last in 3. What is made never exceeds what is asked for.
Served fill(Offer *offers, std::size_t count, double made, double final, const Rules &rules) {
    constexpr double all = std::numeric_limits<double>::infinity();
    std::stable_sort(offers, offers + count,
                     [](const Offer &a, const Offer &b) { return a.relative < b.relative; });
    const bool together = rules.rationing == 2;
    double open = together ? final : 0.0;
    for (std::size_t k = count; k-- > 0;) open += offers[k].amount;
    double level = 0.0;
    double left = made;
    double rest = together ? final : 0.0;  // of final demand's width, while below its relative 1
    for (std::size_t k = 0; k <= count; ++k) {
        const double next = k < count ? offers[k].relative : all;
        if (rest > 0.0 && next >= 1.0) {
            const double cost = (1.0 - level) * open;
            if (cost >= left) return {level + left / open, (level + left / open) * final};
            left -= cost;
            level = 1.0;
            open = std::max(0.0, open - rest);
            rest = 0.0;
        }
        if (k == count) break;
        const double cost = (next - level) * open;
        if (cost >= left) {
            const double reached = open > 0.0 ? level + left / open : level;
            return {reached, together ? std::min(1.0, reached) * final : 0.0};
        }
        left -= cost;
        level = next;
        open = std::max(0.0, open - offers[k].amount);
    }
    return {all, together ? final : std::min(final, left)};
}

}  // namespace kanmon

// How long the failure of one firm will shake the network: a guess, so that like runs with like.
#include <algorithm>
#include <cmath>
#include <vector>

#include "cascade.hpp"

namespace kanmon {

namespace {

// Losses too small to matter for the stop rule are dropped, and long runs are cut short.
constexpr double PRUNED = 0.1;
constexpr std::int64_t DEEPEST = 12;

class Guess {
  public:
    explicit Guess(const CascadeGraph &graph)
        : graph_(graph), gained_(graph.firms), most_links_(graph.up_start[graph.firms] / 6 + 64) {}

    // Steps until no supplier loses more than eps further, as far as the larger losses tell.
    double steps(std::int32_t failing, double eps) {
        const auto &g = graph_;
        now_.assign(1, {failing, 1.0});
        std::int64_t links = 0;
        double before = 1.0, most = 1.0;
        for (std::int64_t step = 1;; ++step) {
            for (const auto &[firm, loss] : now_)
                for (std::int64_t e = g.up_back_start[firm]; e < g.up_back_start[firm + 1]; ++e) {
                    const auto seller = g.up_back[e];
                    if (gained_[seller] == 0.0) touched_.push_back(seller);
                    gained_[seller] += loss * g.up_back_share[e];
                    ++links;
                }
            now_.clear();
            before = most;
            most = 0.0;
            for (const auto firm : touched_) {
                const double loss = gained_[firm];
                gained_[firm] = 0.0;
                if (firm == failing) continue;
                most = std::max(most, loss);
                if (loss > PRUNED * eps) now_.push_back({firm, loss});
            }
            touched_.clear();
            if (!(most > eps)) return static_cast<double>(step) + (eps > 0.0 ? most / eps : 0.0);
            if (step >= DEEPEST || links > most_links_) {
                // As if it went on fading at the last pace.
                const double pace = std::min(most / before, 0.99);
                return static_cast<double>(step) + 1.0 + std::log(std::max(eps, 1e-16) / most) / std::log(pace);
            }
        }
    }

  private:
    const CascadeGraph &graph_;
    std::vector<double> gained_;
    std::vector<std::int32_t> touched_;
    std::vector<std::pair<std::int32_t, double>> now_;
    std::int64_t most_links_;
};

}  // namespace

void cascade_lengths(const CascadeGraph &graph, const std::int32_t *firms, std::size_t count,
                     double eps, double *lengths) {
    Guess guess(graph);
    for (std::size_t k = 0; k < count; ++k) lengths[k] = guess.steps(firms[k], eps);
}

}  // namespace kanmon

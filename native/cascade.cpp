// Batches of eight shocks through the cascade, until each has settled.
#include "cascade.hpp"

#include <atomic>
#include <exception>
#include <thread>

#include "cascade_side.hpp"

namespace kanmon {

namespace {

// The share of a link's deliveries that does not pass, in one lane.
struct Cut {
    std::int64_t edge;
    int lane;
    double share;
};

bool by_edge(const Cut &a, const Cut &b) { return a.edge < b.edge; }

std::int32_t row_of(const std::int64_t *start, std::int32_t rows, std::int64_t edge) {
    return static_cast<std::int32_t>(std::upper_bound(start, start + rows + 1, edge) - start - 1);
}

class Batch {
  public:
    Batch(const CascadeGraph &graph, const CascadeRules &rules)
        : graph_(graph), rules_(rules),
          down_(graph.firms, graph.down_back_start, graph.down_back),
          up_(graph.firms, graph.up_back_start, graph.up_back),
          passed_(rules.replaceable ? graph.firms : 0), still_(graph.markets),
          passed_changed_(graph.firms), dirty_(graph.markets) {}

    void run(const CascadeShocks &shocks, std::size_t first, const CascadeTold &told) {
        begin(shocks, first);
        for (std::int32_t step = 1; alive() && step <= rules_.most_steps; ++step) {
            Row most{};
            down_.sweep(graph_, spread(), live_, most, sweep_down);
            up_.sweep(graph_, up_.now.data(), live_, most, sweep_up);
            if (!cuts_up_.empty()) cut_rows(most);
            bool stops = rules_.ratio;
            for (int l = 0; l < LANES; ++l) stops |= live_.lane[l] != 0.0 && most.lane[l] <= rules_.eps;
            if (stops && summed_ != step - 1) sum(before_);
            down_.commit(live_);
            up_.commit(live_);
            if (stops) {
                sum(after_);
                stop(step, first, most, told);
                before_ = after_;
                summed_ = step;
            }
        }
        for (int l = 0; l < LANES; ++l)
            if (live_.lane[l] != 0.0) told.steps[first + l] = -1;
        end();
    }

  private:
    const CascadeGraph &graph_;
    const CascadeRules &rules_;
    Side down_, up_;
    std::vector<Row> passed_, still_;
    std::vector<std::uint8_t> passed_changed_, dirty_;
    std::vector<std::int32_t> dirty_markets_;
    std::vector<Cut> cuts_down_, cuts_up_;
    Row live_{};
    Sums before_{}, after_{};
    std::int32_t summed_ = -1;

    bool alive() const {
        for (const double live : live_.lane)
            if (live != 0.0) return true;
        return false;
    }

    void soil(std::int32_t market) {
        if (dirty_[market]) return;
        dirty_[market] = 1;
        dirty_markets_.push_back(market);
    }

    void begin(const CascadeShocks &shocks, std::size_t first) {
        live_ = Row{};
        for (int l = 0; l < LANES && first + l < shocks.count; ++l) {
            live_.lane[l] = 1.0;
            const auto k = first + l;
            for (std::int64_t e = shocks.start[k]; e < shocks.start[k + 1]; ++e) {
                const auto firm = shocks.firm[e];
                if (shocks.down[e] > 0.0) down_.least(firm, l, shocks.down[e]);
                if (shocks.up[e] > 0.0) up_.least(firm, l, shocks.up[e]);
            }
            for (std::int64_t e = shocks.cut_start[k]; e < shocks.cut_start[k + 1]; ++e) {
                cuts_up_.push_back({shocks.cut_up[e], l, shocks.cut[e]});
                if (shocks.cut_down[e] >= 0)
                    cuts_down_.push_back({shocks.cut_down[e], l, shocks.cut[e]});
            }
        }
        std::stable_sort(cuts_down_.begin(), cuts_down_.end(), by_edge);
        std::stable_sort(cuts_up_.begin(), cuts_up_.end(), by_edge);
        for (const auto &cut : cuts_down_) {
            const auto group = std::upper_bound(graph_.group_start, graph_.group_start + graph_.row_start[graph_.firms] + 1, cut.edge) - graph_.group_start - 1;
            down_.part(row_of(graph_.row_start, graph_.firms, group));
            soil(graph_.market[graph_.down_firm[cut.edge]]);
        }
        for (const auto &cut : cuts_up_) up_.part(row_of(graph_.up_start, graph_.firms, cut.edge));
        down_.sources = down_.reached;
        up_.sources = up_.reached;
        summed_ = -1;
    }

    // What firms pass on to customers: their loss times their share of their market's output.
    const Row *spread() {
        if (!rules_.replaceable) return down_.now.data();
        for (const auto firm : down_.sources) soil(graph_.market[firm]);
        down_.sources.clear();
        for (const auto market : dirty_markets_) {
            share_market(graph_, market, down_.now.data(), down_.in.data(), live_, still_[market],
                         passed_.data(), passed_changed_.data());
            for (std::int64_t m = graph_.member_start[market]; m < graph_.member_start[market + 1]; ++m) {
                const auto firm = graph_.member[m];
                if (down_.in[firm] && passed_changed_[firm]) down_.sources.push_back(firm);
            }
            dirty_[market] = 0;
        }
        dirty_markets_.clear();
        return passed_.data();
    }

    // Lane by lane, the loss a link carries: what is lost and what is cut of the rest.
    void carry(Row &sum, double share, const Row &loss, const Row &part, const Row &whole,
               const std::vector<Cut> &cuts, std::int64_t edge) const {
        Row carried = loss;
        for (auto cut = std::lower_bound(cuts.begin(), cuts.end(), Cut{edge, 0, 0.0}, by_edge);
             cut != cuts.end() && cut->edge == edge; ++cut) {
            const double lost = whole.lane[cut->lane];
            carried.lane[cut->lane] = part.lane[cut->lane] * (lost + cut->share * (1.0 - lost));
        }
        for (int l = 0; l < LANES; ++l) sum.lane[l] += share * carried.lane[l];
    }

    void finish(Side &side, std::int32_t row, Row &loss, Row &most) {
        for (int l = 0; l < LANES; ++l) {
            double &x = loss.lane[l];
            x = x < 1.0 ? x : 1.0;
            if (side.floor_at[row] >= 0) x = std::max(x, side.floors[side.floor_at[row]].lane[l]);
            most.lane[l] = std::max(most.lane[l], x - side.now[row].lane[l]);
        }
        side.apart_next.push_back(loss);
    }

    // Rows with cut links, in plain loops in the order of the sweeps.
    void cut_rows(Row &most) {
        const auto &g = graph_;
        Row whole;
        std::fill_n(whole.lane, LANES, 1.0);
        up_.apart_next.clear();
        down_.apart_next.clear();
        for (const auto row : up_.apart_rows) {
            Row loss{};
            for (std::int64_t e = g.up_start[row]; e < g.up_start[row + 1]; ++e) {
                const Row &from = up_.now[g.up_firm[e]];
                carry(loss, g.up_share[e], from, whole, from, cuts_up_, e);
            }
            finish(up_, row, loss, most);
        }
        for (const auto row : down_.apart_rows) {
            Row worst{};
            for (std::int64_t group = g.row_start[row]; group < g.row_start[row + 1]; ++group) {
                Row loss{};
                for (std::int64_t e = g.group_start[group]; e < g.group_start[group + 1]; ++e) {
                    const auto firm = g.down_firm[e];
                    Row part = whole;
                    if (rules_.replaceable)
                        for (int l = 0; l < LANES; ++l)
                            part.lane[l] = std::min(1.0, g.sold[firm] * (1.0 / still_[g.market[firm]].lane[l]));
                    const Row &passed = rules_.replaceable ? passed_[firm] : down_.now[firm];
                    carry(loss, g.down_share[e], passed, part, down_.now[firm], cuts_down_, e);
                }
                for (int l = 0; l < LANES; ++l) worst.lane[l] = std::max(worst.lane[l], loss.lane[l]);
            }
            finish(down_, row, worst, most);
        }
    }

    void sum(Sums &sums) {
        sum_losses(graph_, down_.now.data(), up_.now.data(), down_.in.data(), up_.in.data(), sums);
    }

    void stop(std::int32_t step, std::size_t first, const Row &most, const CascadeTold &told) {
        for (int l = 0; l < LANES; ++l) {
            if (live_.lane[l] == 0.0) continue;
            const double joint = after_.joint.lane[l], before = before_.joint.lane[l];
            if (rules_.ratio ? joint > before * (1.0 + rules_.eps) : most.lane[l] > rules_.eps) continue;
            live_.lane[l] = 0.0;
            const auto k = first + l;
            double *totals = told.totals + 4 * k;
            totals[0] = joint;
            totals[1] = after_.down.lane[l];
            totals[2] = after_.up.lane[l];
            totals[3] = before;
            told.steps[k] = step;
            if (told.down == nullptr) continue;
            const auto firms = static_cast<std::size_t>(graph_.firms);
            for (std::size_t i = 0; i < firms; ++i) {
                told.down[k * firms + i] = down_.now[i].lane[l];
                told.up[k * firms + i] = up_.now[i].lane[l];
            }
        }
    }

    void end() {
        if (rules_.replaceable)
            for (const auto firm : down_.reached) passed_[firm] = Row{};
        for (const auto market : dirty_markets_) dirty_[market] = 0;
        dirty_markets_.clear();
        cuts_down_.clear();
        cuts_up_.clear();
        down_.clear();
        up_.clear();
    }
};

}  // namespace

void cascade(const CascadeGraph &graph, const CascadeShocks &shocks, const CascadeRules &rules,
             const CascadeTold &told, unsigned threads) {
    const std::size_t batches = (shocks.count + LANES - 1) / LANES;
    const auto workers = static_cast<unsigned>(std::min<std::size_t>(std::max(1u, threads), std::max<std::size_t>(1, batches)));
    std::atomic<std::size_t> next{0};
    std::vector<std::exception_ptr> failed(workers);
    const auto work = [&](unsigned worker) {
        try {
            Batch batch(graph, rules);
            for (std::size_t b = next++; b < batches; b = next++) batch.run(shocks, b * LANES, told);
        } catch (...) {
            failed[worker] = std::current_exception();
            next = batches;
        }
    };
    std::vector<std::thread> others;
    for (unsigned worker = 1; worker < workers; ++worker) others.emplace_back(work, worker);
    work(0);
    for (auto &other : others) other.join();
    for (const auto &failure : failed)
        if (failure) std::rethrow_exception(failure);
}

}  // namespace kanmon

// One direction of the cascade for a batch of eight shocks: losses now, and which rows to work out.
#pragma once

#include <algorithm>
#include <vector>

#include "cascade_rows.hpp"

namespace kanmon {

class Side {
  public:
    std::vector<Row> now, next;
    std::vector<std::uint8_t> in;         // a live lane has reached the firm
    std::vector<std::int32_t> reached;    // those firms
    std::vector<std::int32_t> floor_at;
    std::vector<Row> floors;
    std::vector<std::int32_t> sources;    // firms whose loss, as passed on, changed
    std::vector<std::uint8_t> apart;      // rows with cut links, empty: none
    std::vector<std::int32_t> apart_rows;
    std::vector<Row> apart_next;

    Side(std::int32_t firms, const std::int64_t *back_start, const std::int32_t *back)
        : now(firms), next(firms), in(firms), floor_at(firms, -1), changed_(firms), mark_(firms),
          back_start_(back_start), back_(back), firms_(firms) {}

    void reach(std::int32_t firm) {
        if (in[firm]) return;
        in[firm] = 1;
        reached.push_back(firm);
    }

    void least(std::int32_t firm, int lane, double loss) {
        if (floor_at[firm] < 0) {
            floor_at[firm] = static_cast<std::int32_t>(floors.size());
            floors.push_back(Row{});
            floored_.push_back(firm);
        }
        floors[floor_at[firm]].lane[lane] = loss;
        now[firm].lane[lane] = loss;
        reach(firm);
    }

    void part(std::int32_t row) {
        if (apart.empty()) apart.resize(firms_);
        if (apart[row]) return;
        apart[row] = 1;
        apart_rows.push_back(row);
    }

    // Choose between the rows the sources reach and all rows: the values are the same bits.
    template <class Sweeper>
    void sweep(const CascadeGraph &graph, const Row *from, const Row &live, Row &most,
               Sweeper sweeper) {
        std::int64_t links = 0;
        for (const auto firm : sources) links += back_start_[firm + 1] - back_start_[firm];
        dense_ = 10 * links > back_start_[firms_];
        rows_.clear();
        if (!dense_) {
            ++turn_;
            for (const auto firm : sources)
                for (std::int64_t e = back_start_[firm]; e < back_start_[firm + 1]; ++e)
                    if (mark_[back_[e]] != turn_) {
                        mark_[back_[e]] = turn_;
                        rows_.push_back(back_[e]);
                    }
        }
        dense_ever_ |= dense_;
        const Sweep asked{from,
                          now.data(),
                          floor_at.data(),
                          floors.data(),
                          apart.empty() ? nullptr : apart.data(),
                          dense_ ? nullptr : rows_.data(),
                          dense_ ? static_cast<std::size_t>(firms_) : rows_.size(),
                          &live,
                          next.data(),
                          changed_.data(),
                          &most};
        if (asked.count) sweeper(graph, asked);
    }

    // Make the swept losses those of now; the firms that changed are the sources of the next step.
    void commit(const Row &live) {
        sources.clear();
        if (dense_) {
            std::swap(now, next);
            for (std::int32_t row = 0; row < firms_; ++row)
                if (changed_[row]) take(row);
        } else {
            for (std::size_t k = 0; k < rows_.size(); ++k)
                if (changed_[k]) {
                    now[rows_[k]] = next[k];
                    take(rows_[k]);
                }
        }
        for (std::size_t k = 0; k < apart_rows.size(); ++k) {
            Row &held = now[apart_rows[k]];
            bool any = false;
            for (int l = 0; l < LANES; ++l)
                any |= live.lane[l] != 0.0 && held.lane[l] != apart_next[k].lane[l];
            held = apart_next[k];
            if (any) take(apart_rows[k]);
        }
    }

    void clear() {
        if (dense_ever_) std::fill(now.begin(), now.end(), Row{});
        for (const auto firm : reached) {
            now[firm] = Row{};
            in[firm] = 0;
        }
        for (const auto firm : floored_) floor_at[firm] = -1;
        for (const auto row : apart_rows) now[row] = Row{};
        apart.clear();
        apart_rows.clear();
        reached.clear();
        floored_.clear();
        floors.clear();
        sources.clear();
        dense_ever_ = false;
    }

  private:
    std::vector<std::uint8_t> changed_;
    std::vector<std::uint32_t> mark_;
    std::vector<std::int32_t> rows_, floored_;
    const std::int64_t *back_start_;
    const std::int32_t *back_;
    std::int32_t firms_;
    std::uint32_t turn_ = 0;
    bool dense_ = false, dense_ever_ = false;

    void take(std::int32_t row) {
        sources.push_back(row);
        reach(row);
    }
};

}  // namespace kanmon

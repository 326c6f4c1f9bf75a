// Score of many monthly series at once: is there a fresh drop (or rise) at each month?
#pragma once
#include <cstddef>
#include <cstdint>

namespace kanmon {

struct Tuning {
    double window, level_months, least_known, fresh, most, shrink, least_scale, floor;
    double prior, stale, decay, slack, width;
    double steps[4];
};

struct SeriesIn {
    const double *values;      // months per series, NaN unknown
    const std::uint8_t *log;   // 1: scored as logarithms, zeros floored
    const double *sign;        // 1 looks for drops, -1 for rises
    std::size_t series;
    std::size_t months;
};

struct SeriesOut {
    double *fresh;   // log odds of a change within the last `fresh` months
    double *z;       // robust seasonal z of the month
    double *cusum;   // leaky sum of z
    double *yearly;  // robust z of the change over a year
    double *low;
    double *middle;
    double *high;
};

void score(const SeriesIn &in, const Tuning &tuning, const SeriesOut &out, int threads);

}  // namespace kanmon

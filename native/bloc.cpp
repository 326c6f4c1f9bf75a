#include "bloc.hpp"

#include <algorithm>
#include <limits>
#include <vector>

namespace kanmon {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// One product's sales by exporter: to members, and to others. Sorting rows out by importer
// alone keeps the loop over them free of tests; members are told apart once a product.
struct Sales {
    std::vector<double> to_members;
    std::vector<double> to_others;

    explicit Sales(std::size_t economies) : to_members(economies), to_others(economies) {}

    void add(const Rows &rows, std::size_t row, std::size_t end, const std::uint8_t *member) {
        std::fill(to_members.begin(), to_members.end(), 0.0);
        std::fill(to_others.begin(), to_others.end(), 0.0);
        while (row < end) {
            const auto j = rows.importer[row];
            double *const sold = member[j] != 0 ? to_members.data() : to_others.data();
            for (; row < end && rows.importer[row] == j; ++row)
                if (rows.exporter[row] != j) sold[rows.exporter[row]] += rows.value[row];
        }
    }
};

bool judge(const Sales &sales, const std::uint8_t *member, std::int32_t product,
           const BlocCells &cells) {
    double imports = 0.0;
    double intra = 0.0;
    double exports = 0.0;
    double squares = 0.0;
    double most = 0.0;
    std::int16_t top = -1;
    std::int16_t suppliers = 0;
    for (std::size_t e = 0; e < sales.to_members.size(); ++e) {
        const double amount = sales.to_members[e];
        if (member[e] != 0) {
            intra += amount;
            exports += sales.to_others[e];
            continue;
        }
        imports += amount;
        squares += amount * amount;
        suppliers += amount > 0.0;
        if (amount > most) {  // a tie stays with the lower code
            most = amount;
            top = static_cast<std::int16_t>(e);
        }
    }
    cells.imports[product] = imports;
    cells.intra[product] = intra;
    cells.exports[product] = exports;
    if (suppliers == 0) return true;
    cells.top_share[product] = most / imports;
    cells.top[product] = top;
    cells.suppliers[product] = suppliers;
    return concentration(imports, squares, cells.hhi[product]);
}

}  // namespace

Verdict bloc(const Rows &rows, const Span &span, const std::uint8_t *member,
             const BlocCells &cells) {
    if (const auto verdict = check(rows, span); verdict.fault != Fault::none) return verdict;
    Sales sales(static_cast<std::size_t>(span.economies));
    std::size_t row = 0;
    for (auto product = span.first; product < span.last; ++product) {
        cells.imports[product] = cells.intra[product] = cells.exports[product] = 0.0;
        cells.hhi[product] = cells.top_share[product] = nan;
        cells.top[product] = -1;
        cells.suppliers[product] = 0;
        if (row == rows.count || rows.product[row] != product) continue;
        const auto end = rows.product_end(row);
        sales.add(rows, row, end, member);
        row = end;
        if (!judge(sales, member, product, cells)) return {Fault::range, end - 1};
    }
    return {};
}

}  // namespace kanmon

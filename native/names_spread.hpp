// Work over a range in even parts, one a thread.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace kanmon {

// Runs work(first, last) over [0, count) in even parts; parts write to places of their own.
template <class Work>
void spread(std::size_t count, int threads, Work work) {
    const auto parts = std::min<std::size_t>(static_cast<std::size_t>(std::max(threads, 1)),
                                             std::max<std::size_t>(count / 64, 1));
    if (parts <= 1) return work(std::size_t{0}, count);
    std::vector<std::thread> crew;
    for (std::size_t p = 1; p < parts; ++p)
        crew.emplace_back([=] { work(count * p / parts, count * (p + 1) / parts); });
    work(std::size_t{0}, count / parts);
    for (auto &worker : crew) worker.join();
}

}  // namespace kanmon

// The day's passes side by side for processors with AVX2.
#if defined(__GNUC__) && defined(__x86_64__)
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC target("avx2")
#endif

#include "agents_lanes.hpp"

namespace kanmon {
KANMON_PASSES_HERE(avx2)
}  // namespace kanmon

#if defined(__clang__)
#pragma clang attribute pop
#endif
#endif

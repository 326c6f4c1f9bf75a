"""U.S. Geological Survey, Mineral Commodity Summaries: who mines and refines what, and U.S. needs.

Two layouts are read: the data release of 2025 (a wide world file, one salient file a commodity,
Figure 2) and the single long file of 2026.
"""

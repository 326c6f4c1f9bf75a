"""The science test: measured values against limits, and the criteria of the SPS agreement."""

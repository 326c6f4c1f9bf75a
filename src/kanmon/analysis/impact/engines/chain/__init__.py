"""The product chain: which goods run short, where and when."""

"""The dependency screen: every product, every economy, every year; arrays in, arrays out.

``flows`` says what a year of coded trade is, ``every`` screens all economies and ``bloc`` one
bloc, ``persistence`` joins years, ``finding`` words the result. ``twin`` is the same
arithmetic in NumPy, read to understand the compiled kernels and run when asked for by name.
"""

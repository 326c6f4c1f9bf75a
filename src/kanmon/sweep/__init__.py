"""Many runs: split into blocks, over processes or machines, resumable, with the same numbers."""

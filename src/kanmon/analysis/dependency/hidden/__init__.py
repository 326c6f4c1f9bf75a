"""Hidden dependence: through re-exports, through what inputs are made of, along chains."""

"""The conductor of simulations: picks the engine, runs the scenario, gathers the findings."""

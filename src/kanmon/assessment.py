"""What a scenario does to a party: opens the data, runs an engine, gathers the findings."""

"""What runs of a scenario mean for a party: losses, curves, bindings, paths, swings, economies."""

"""Clean-technology paths assessed: path, flows, supply, fuel and conditions put together."""

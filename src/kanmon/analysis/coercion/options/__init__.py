"""What the target and its friends can do: other buyers, and what the imposer depends on."""

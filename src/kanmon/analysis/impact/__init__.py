"""What a restriction does down the chain: scenarios, engines, losses."""

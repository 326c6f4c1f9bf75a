"""What the world makes of each material, and what of it a party could have."""

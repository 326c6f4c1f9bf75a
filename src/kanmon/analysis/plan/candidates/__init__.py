"""Who could supply a good to a party: how much, at what price, from which source upstream."""

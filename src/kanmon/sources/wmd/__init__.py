"""World Mining Data of the Austrian Federal Ministry of Finance: mine production by economy."""

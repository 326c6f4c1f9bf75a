"""International Monetary Fund, Primary Commodity Prices: monthly, with some minor metals."""

"""World Bank, Commodity Price Data (the Pink Sheet): monthly prices since 1960."""

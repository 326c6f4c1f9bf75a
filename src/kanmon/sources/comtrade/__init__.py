"""UN Comtrade: trade as each economy reports it, yearly or monthly (United Nations)."""

"""Counterfactual trade: what trade would have been without a measure, and who won and lost."""

"""World input-output tables: WIOD of 2013 directly, WIOD and OECD workbooks through pymrio."""

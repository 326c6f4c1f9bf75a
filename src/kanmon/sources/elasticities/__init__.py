"""Trade elasticities of products: CEPII ProTEE, Broda-Weinstein, or the reader's own."""

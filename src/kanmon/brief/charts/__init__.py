"""Charts as SVG text: pure functions of worded data, no style but classes of the page's CSS."""

"""World shapes for the choropleth, compiled from Natural Earth, and how they were compiled."""

"""What every page has, and the parts that several pages share."""

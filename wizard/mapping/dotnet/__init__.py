"""Parts of .NET that Entra's mapping functions are built on: regular expressions, dates, letter case."""

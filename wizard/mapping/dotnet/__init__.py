"""Small parts of .NET that Entra's mapping functions show through: regular expressions, dates, letter
case.
"""

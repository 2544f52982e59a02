"""Attribute mappings: expression language, scoping filters, the SCIM body for one person. Pure."""

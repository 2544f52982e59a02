"""What Playvox is: Tenant URL, Base64 key, SCIM calls, supported attributes."""

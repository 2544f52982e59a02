"""The Playvox side: Tenant URL, Base64 key, SCIM calls, supported attributes."""

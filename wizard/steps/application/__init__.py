"""Step 3, Application: the enterprise application that provisioning runs on."""

"""What provisioning would do to whom, and why."""

"""One person: why provisioned or not."""

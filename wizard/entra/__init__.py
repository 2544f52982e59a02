"""Microsoft Entra ID: sign-in, Graph, directory, gallery, assignments, jobs, secrets, schema, logs."""

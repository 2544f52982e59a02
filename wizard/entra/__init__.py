"""What Entra is: sign-in, Graph transport, directory, gallery, assignments, job, secrets, schema, logs."""

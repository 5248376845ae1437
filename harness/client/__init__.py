"""The suite's own NFSv4.1 client: `client.Client`."""

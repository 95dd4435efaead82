"""What tests share: builders and a loopback server."""

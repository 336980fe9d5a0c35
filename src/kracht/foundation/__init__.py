"""What every domain needs: accounts, places, pictures, organisations, notices. Ordered; see docs/architecture.md."""

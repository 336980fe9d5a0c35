"""Browser input of accounts: people, and their passkeys."""

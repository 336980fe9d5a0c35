"""Every address, asked by everyone and by nobody kind."""

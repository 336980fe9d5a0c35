"""Filling the demo. magazine: real input of 2012–2013; examples: the generated set; people: accounts to sign in with."""

"""Pure rules: who may do what (permissions), what was typed (answers), what the core reads (inputs), releases."""

"""Words typed in a terminal enter, tables, JSON lines and files leave: one small module a command."""

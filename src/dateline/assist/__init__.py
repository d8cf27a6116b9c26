"""An archive and an assistant's questions enter, quotations with their sources leave, over the Model Context Protocol."""

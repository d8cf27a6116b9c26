"""One reader a module: an open stream, its source and the desk enter, drafts of its reports and rejects leave."""

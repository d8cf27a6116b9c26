"""The parts of reading a web page: blocks, which of them are the story, what each is, live blogs, metadata, refusals."""

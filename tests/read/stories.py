"""Stories and pages of our own that several tests of the read stage share."""

from __future__ import annotations

STORY = (
    "Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said.\n"
    "\n"
    'The governor, Amina Kotar, told reporters that the drivers had shown their papers. "They were waved on," she said.\n'
    "\n"
    "Talks between the army and the dockers' union are due to resume in Port Vell on Thursday."
)

PAGE = """<!DOCTYPE html>
<html lang="en"><head>
<meta charset="utf-8">
<title>Dockers killed at Port Vell checkpoint | Harbour Gazette</title>
<meta property="og:title" content="Dockers killed at Port Vell checkpoint">
<meta property="og:site_name" content="Harbour Gazette">
<meta property="article:published_time" content="2021-03-09T08:15:00+02:00">
<meta name="author" content="Lena Brandt">
<link rel="canonical" href="https://gazette.example/world/dockers-killed">
</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>
<article>
<h1>Dockers killed at Port Vell checkpoint</h1>
<p>Soldiers opened fire on a checkpoint near the harbour on Monday, killing two drivers, the governor said.</p>
<p>The governor, Amina Kotar, told reporters that the drivers had shown their papers and had been waved on.</p>
<p>Talks between the army and the dockers' union are due to resume in Port Vell on Thursday, officials added.</p>
<p>Follow us on Twitter and Facebook</p>
</article>
<footer>Copyright Harbour Gazette. All rights reserved.</footer>
<script>document.write("never run");</script>
</body></html>"""

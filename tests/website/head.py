"""What machines read in the head of a page."""

import json
from html.parser import HTMLParser


class Head(HTMLParser):
    """``meta`` by name or property (the last one), ``links`` as (rel, hreflang, href), ``data`` of schema.org."""

    def __init__(self, page):
        super().__init__()
        self.meta, self.links, self.data, self.title, self.lang = {}, [], [], "", ""
        self._in = None
        self.feed(page.content.decode())
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "html":
            self.lang = given["lang"]
        if tag == "meta" and ("name" in given or "property" in given):
            self.meta[given.get("name") or given["property"]] = given["content"]
        if tag == "link":
            self.links.append((given["rel"], given.get("hreflang"), given.get("href")))
        self._in = tag if tag == "title" or given.get("type") == "application/ld+json" else None

    def handle_endtag(self, tag):
        self._in = None

    def handle_data(self, data):
        if self._in == "title":
            self.title += data
        elif self._in == "script":
            self.data.append(json.loads(data))

    def all(self, kind):
        """Everything of this schema.org type, also inside graphs."""
        rows = [row for data in self.data for row in data.get("@graph", [data])]
        return [row for row in rows if row["@type"] == kind]

    def link(self, rel, hreflang=None):
        return [href for r, lang, href in self.links if (r, lang) == (rel, hreflang)]

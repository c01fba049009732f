"""Pages and news, written in the office: one page in two languages, pictures, drafts, schedule, redirects.

Nouns: HomePage, SectionPage, NewsPage, ArticlePage, Picture. A draft is seen by the secretariat only; a published
page by its audience (``visibility``: everyone or members). The secretariat writes and publishes; nobody writes HTML.
"""

"""Stories in Markdown to clean HTML: a short list of tags, no pictures from elsewhere, no raw HTML."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

TAGS = {"p", "br", "strong", "em", "a", "ul", "ol", "li", "h2", "h3", "h4", "blockquote", "code", "pre", "hr"}
SCHEMES = {"http", "https", "mailto", "tel"}
LONGEST = 100_000
_parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).disable("image")
_LOWER = {"h1": "h2", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}


def render(text: str) -> SafeString:
    """Return `text` as HTML; headings go one level down, since the page has its own h1. At most 100,000 characters."""
    tokens = _parser.parse(text[:LONGEST])
    for token in tokens:
        token.tag = _LOWER.get(token.tag, token.tag)
    html = _parser.renderer.render(tokens, _parser.options, {})
    clean = nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel="nofollow noopener ugc"
    )
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it

"""Each page says when it was written: one that came later says its own day, not that of the first."""

from reports.guidance import urls
from reports.guidance.views import EDITIONS, FIRST

# As they were first written. A new page stands in EDITIONS with its day, and never here.
AS_FIRST_WRITTEN = {"cookies", "home", "terms"}
WITHOUT_ONE = {"leave", "leave_out", "security_txt"}  # no pages of words


def test_every_page_has_its_edition_or_is_as_it_was_first_written() -> None:
    names = {pattern.name for pattern in urls.urlpatterns if pattern.name}
    assert names - EDITIONS.keys() - WITHOUT_ONE == AS_FIRST_WRITTEN
    assert all(edition.written_on >= FIRST.written_on for edition in EDITIONS.values())

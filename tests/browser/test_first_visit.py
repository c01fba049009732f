def test_a_first_visit_sets_no_cookie_and_asks_nobody_else(page_for):
    page = page_for("anonymous")
    page.goto("/")
    assert page.context.cookies() == []
    assert page.problems == []


def test_the_front_page_works_without_script(page_for):
    page = page_for("anonymous", script=False)
    page.goto("/")
    assert page.locator("h1").count() == 1

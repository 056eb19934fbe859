"""Tables: caption, links that sort, the state of sorting for screen readers, pages."""

import datetime

from django.test import RequestFactory
from django_tables2 import Column, RequestConfig
from lxml import html as lxml_html

from kit.tables import DateColumn, NumberColumn, Table


class TeamTable(Table):
    caption = "Teams"
    name = Column()
    agreed_on = DateColumn()
    actions = NumberColumn(orderable=False)


def rendered(rows, query=""):
    request = RequestFactory().get(f"/?{query}")
    table = TeamTable(rows)
    RequestConfig(request, paginate={"per_page": 2}).configure(table)
    return lxml_html.fromstring(table.as_html(request))


def rows(count):
    return [{"name": f"Team {n}", "agreed_on": datetime.date(2023, 8, n + 1), "actions": n} for n in range(count)]


def test_a_table_has_a_caption_a_scope_and_a_region_to_scroll():
    page = rendered(rows(1))
    assert page.xpath("//caption/text()") == ["Teams"]
    assert page.xpath("//th/@scope") == ["col", "col", "col"]
    assert page.xpath("//div[@role='region' and @tabindex='0']/@aria-label") == ["Teams"]
    assert [cell.text_content() for cell in page.xpath("//tbody//td")] == ["Team 0", "1 August 2023", "0"]
    assert page.xpath("//td[3]/@class") == ["govuk-table__cell--numeric"]
    assert page.xpath("//nav") == []


def test_sorting_is_a_link_that_keeps_the_rest_of_the_address():
    page = rendered(rows(2), "team=north&sort=-name")
    assert [cell.text_content() for cell in page.xpath("//tbody//td[1]")] == ["Team 1", "Team 0"]
    assert page.xpath("//th/@aria-sort") == ["descending"]
    assert page.xpath("//th//a/@href") == ["?team=north&sort=name", "?team=north&sort=agreed_on"]


def test_pages_are_named_and_the_current_one_is_marked():
    page = rendered(rows(5), "page=2")
    assert [cell.text_content() for cell in page.xpath("//tbody//td[1]")] == ["Team 2", "Team 3"]
    assert page.xpath("//nav/@aria-label") == ["Pages of Teams"]
    assert page.xpath("//a[@aria-current='page']/@aria-label") == ["Page 2"]
    assert page.xpath("//a[@rel]/@href") == ["?page=1", "?page=3"]


def test_an_empty_table_says_so():
    assert rendered([]).xpath("//tbody//td/text()") == ["Nothing to show."]

"""Plotly draws under the strict content security policy; the page's watch fails on any breach of it."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from tests.browser import assert_accessible, watch

FIGURE = {
    "data": [{"x": ["2023-07-01", "2023-08-01"], "y": [93.5, 95.0], "type": "scatter", "mode": "lines+markers"}],
    "layout": {"yaxis": {"ticksuffix": "%"}},
}
PAGE = """
{% extends "base.html" %}{% load static %}
{% block scripts %}
<script defer src="{% static 'vendor/plotly.js-basic-dist-min-4.1.1/plotly-basic.min.js' %}"></script>
<script defer src="{% static 'js/charts.js' %}"></script>
{% endblock %}
{% block content %}
<h1>Trend</h1>{{ figure|json_script:"trend" }}
<div class="qa-chart" data-chart="trend" role="img" aria-label="From 93.5% to 95.0%"></div>
<div data-chart="no-such-figure"></div>
{% endblock %}
"""

BREACHES = """() => {
    const script = document.createElement("script");
    script.textContent = "1";
    document.head.append(script);
    const image = document.createElement("img");
    image.src = "http://elsewhere.invalid/x.png";
    document.body.append(image);
    setTimeout(() => { throw new Error("broken"); });
}"""


@login_not_required
def chart(request):
    return HttpResponse(engines["django"].from_string(PAGE).render({"figure": FIGURE}, request))


urlpatterns = [path("chart/", chart), path("", include("qaportal.urls"))]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_chart_is_drawn_and_breaks_no_policy(browser_page, settings):
    settings.ROOT_URLCONF = __name__
    answer = browser_page.goto("/chart/")
    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    browser_page.locator("[data-chart=trend][data-drawn=yes]").wait_for()
    assert browser_page.locator(".scatterlayer .point").count() == 2
    assert browser_page.locator("[data-chart=no-such-figure]").is_hidden()
    # Without its style sheet Plotly would lay its layers below one another.
    assert browser_page.evaluate("getComputedStyle(document.querySelector('.main-svg')).position") == "absolute"
    assert_accessible(browser_page)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_watch_sees_what_it_is_there_for(chromium, live_server):
    page = chromium.new_page()
    problems = watch(page, live_server.url)
    page.goto(f"{live_server.url}/sign-in/")
    page.evaluate(BREACHES)
    page.wait_for_timeout(200)
    page.close()
    assert len([problem for problem in problems if "Content Security Policy" in problem]) == 2
    assert "another host: http://elsewhere.invalid/x.png" in problems
    assert "error: broken" in problems

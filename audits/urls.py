"""Noun, number, verb."""

from django.urls import path

from audits.views import auditing, lists, moderating, writing

app_name = "audits"
urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", lists.new, name="new"),
    path("moderation/", lists.to_moderate, name="to_moderate"),
    path("team/", lists.team, name="team"),
    path("all/", lists.all_audits, name="all"),
    path("<int:pk>/", auditing.audit, name="audit"),
    path("<int:pk>/domains/<slug:code>/", writing.domain, name="domain"),
    path("<int:pk>/voice/", writing.voice, name="voice"),
    path("<int:pk>/overall/", writing.overall, name="overall"),
    path("<int:pk>/check/", writing.check, name="check"),
    path("<int:pk>/submit/", writing.submit, name="submit"),
    path("<int:pk>/withdraw/", writing.withdraw, name="withdraw"),
    path("<int:pk>/moderation/", moderating.moderate, name="moderate"),
    path("<int:pk>/moderation/begin/", moderating.begin, name="begin"),
    path("<int:pk>/moderation/agree/", moderating.agree, name="agree"),
    path("<int:pk>/moderation/send-back/", moderating.send_back, name="send_back"),
    path("<int:pk>/findings/<int:finding>/action/", auditing.raise_action, name="raise_action"),
]

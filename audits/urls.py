"""Noun, number, verb."""

from django.urls import include, path

from audits.views import activities, auditing, concerns, lists, moderating, overviews, voices, writing

app_name = "audits"
urlpatterns = [
    path("", lists.index, name="index"),
    path("new/", lists.new, name="new"),
    path("moderation/", lists.to_moderate, name="to_moderate"),
    path("mine/", overviews.mine, name="mine"),
    path("team/", overviews.team, name="team"),
    path("all/", overviews.all_audits, name="all"),
    path("export/<slug:name>.<slug:kind>", overviews.export, name="export"),
    path("cycles/", overviews.cycles, name="cycles"),
    path("activities/", activities.index, name="activities"),
    path("activities/register.<slug:kind>", activities.export, name="activities_export"),
    path("activities/new/", activities.new, name="activity_new"),
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/edit/", activities.edit, name="activity_edit"),
    path("activities/<int:pk>/withdraw/", activities.withdraw, name="activity_withdraw"),
    path("activities/<int:pk>/files/new/", activities.file_new, name="activity_file_new"),
    path("activities/<int:pk>/files/<int:file>/", activities.file, name="activity_file"),
    path("activities/<int:pk>/files/<int:file>/remove/", activities.file_remove, name="activity_file_remove"),
    path(
        "activities/<int:pk>/recommendations/<int:recommendation>/action/",
        activities.raise_action,
        name="activity_action",
    ),
    path("concerns/", concerns.concerns, name="concerns"),
    path("concerns/<int:pk>/", concerns.concern, name="concern"),
    path("concerns/<int:pk>/acknowledge/", concerns.acknowledge, name="acknowledge_concern"),
    path("concerns/<int:pk>/close/", concerns.close, name="close_concern"),
    path("", include("audits.tool_urls")),
    path("<int:pk>/", auditing.audit, name="audit"),
    path("<int:pk>/concern/", concerns.raise_concern, name="raise_concern"),
    path("<int:pk>/domains/<slug:code>/", writing.domain, name="domain"),
    path("<int:pk>/voice/", voices.voice, name="voice"),
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

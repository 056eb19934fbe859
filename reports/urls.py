from django.urls import path

from reports.views import reading, signing, writing

app_name = "reports"
urlpatterns = [
    path("", reading.index, name="index"),
    path("new/", writing.new, name="new"),
    path("<int:pk>/", reading.report, name="report"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/preview/", writing.preview, name="preview"),
    path("<int:pk>/sign-off/", signing.sign_off, name="sign_off"),
    path("<int:pk>/send/", signing.send, name="send"),
    path("<int:pk>/meetings/", signing.meetings, name="meetings"),
    path("<int:pk>/leave/", signing.leave, name="leave"),
    path("<int:pk>/take-back/", signing.take_back, name="take_back"),
    path("<int:pk>/publish/", signing.publish, name="publish"),
    path("<int:pk>/correct/", signing.correct, name="correct"),
    path("<int:pk>/withdraw/", signing.withdraw, name="withdraw"),
    path("<int:pk>/download/<slug:format>/", reading.download, name="download"),
]

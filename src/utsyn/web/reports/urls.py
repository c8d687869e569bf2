"""The addresses of the annual wheel and of reports."""

from django.urls import path

from utsyn.web.reports.views import frozen, wheel, writing

app_name = "reports"
urlpatterns = [
    path("plans/<slug:key>/reporting/", wheel.wheel, name="wheel"),
    path("plans/<slug:key>/reporting/reporting.ics", wheel.steps, name="steps"),
    path("plans/<slug:key>/reporting/new/", wheel.new, name="new"),
    path("reporting/<slug:key>/", wheel.reporting, name="reporting"),
    path("reporting/<slug:key>/add/", wheel.add, name="add"),
    path("reporting/<slug:key>/close/", wheel.close, name="close"),
    path("reports/compare/", frozen.compare, name="compare"),
    path("reports/<int:pk>/", writing.report, name="report"),
    path("reports/<int:pk>/edit/", writing.edit, name="edit"),
    path("reports/<int:pk>/hand-in/", writing.hand_in, name="hand_in"),
    path("reports/<int:pk>/send-back/", writing.send_back, name="send_back"),
    path("reports/<int:pk>/approve/", writing.approve, name="approve"),
    path("reports/<int:pk>/correct/", writing.correct, name="correct"),
    path("reports/<int:pk>/publish/", writing.publish, name="publish"),
    path("reports/<int:pk>/frozen/<int:number>/", frozen.frozen, name="frozen"),
    path("reports/<int:pk>/frozen/<int:number>/again/", frozen.again, name="again"),
    path("reports/<int:pk>/frozen/<int:number>/report.<str:suffix>", frozen.frozen_as, name="frozen_as"),
]

"""The addresses of tools and themes, below /audits/."""

from django.urls import path

from audits.views import themes, tool_library, tool_parts, tool_preview, tools

urlpatterns = [
    path("tools/", tools.index, name="tools"),
    path("tools/new/", tools.new, name="tool_new"),
    path("tools/import/", tool_library.bring_in, name="tool_import"),
    path("tools/<int:pk>/tool.yaml", tool_library.as_yaml, name="tool_yaml"),
    path("tools/<int:pk>/", tools.tool, name="tool"),
    path("tools/<int:pk>/changes/", tools.changes, name="tool_changes"),
    path("tools/<int:pk>/draft/", tools.make_draft, name="tool_draft"),
    path("tools/<int:pk>/discard/", tools.discard, name="tool_discard"),
    path("tools/<int:pk>/propose/", tools.propose, name="tool_propose"),
    path("tools/<int:pk>/publish/", tools.publish, name="tool_publish"),
    path("tools/<int:pk>/retire/", tools.retire, name="tool_retire"),
    path("tools/<int:pk>/bring-back/", tools.bring_back, name="tool_bring_back"),
    path("tools/<int:pk>/head/", tool_parts.head, name="tool_head"),
    path("tools/<int:pk>/overall/", tool_parts.overall, name="tool_overall"),
    path("tools/<int:pk>/add-limit/", tool_parts.add_limit, name="tool_add_limit"),
    path("tools/<int:pk>/limits/<int:number>/remove/", tool_parts.remove_limit, name="tool_remove_limit"),
    path("tools/<int:pk>/order/", tool_parts.order, name="tool_order"),
    path("tools/<int:pk>/add-section/", tool_parts.add_section, name="tool_add_section"),
    path("tools/<int:pk>/sections/<slug:code>/", tool_parts.section, name="tool_section"),
    path("tools/<int:pk>/sections/<slug:code>/remove/", tool_parts.remove_section, name="tool_remove_section"),
    path("tools/<int:pk>/sections/<slug:code>/order/", tool_parts.order, name="tool_section_order"),
    path("tools/<int:pk>/sections/<slug:code>/add/", tool_parts.add_question, name="tool_add_question"),
    path("tools/<int:pk>/questions/<slug:code>/", tool_parts.question, name="tool_question"),
    path("tools/<int:pk>/questions/<slug:code>/remove/", tool_parts.remove_question, name="tool_remove_question"),
    path("tools/<int:pk>/preview/", tool_preview.preview, name="tool_preview"),
    path("tools/<int:pk>/preview/overall/", tool_preview.overall, name="tool_preview_overall"),
    path("tools/<int:pk>/preview/<slug:code>/", tool_preview.section, name="tool_preview_section"),
    path("themes/", themes.index, name="themes"),
    path("themes/<int:pk>/", themes.rename, name="theme_rename"),
    path("themes/<int:pk>/use/", themes.use, name="theme_use"),
]

"""What people type about audits. Forms check; commands write. Split by page."""

from audits.forms.activities import ActivityFileForm, ActivityFilterForm, ActivityForm
from audits.forms.base import ReasonForm
from audits.forms.concerns import CloseConcernForm, ConcernFilterForm, ConcernForm
from audits.forms.library import ImportToolForm
from audits.forms.lists import CycleForm, FilterForm
from audits.forms.moderating import AgreeForm, ModerationForm, RaiseActionForm
from audits.forms.progressing import CloseForm, MeetingForm, ReviewForm
from audits.forms.records import FactsForm
from audits.forms.reflections import ReflectionForm
from audits.forms.starting import NewAuditForm
from audits.forms.tool_parts import QuestionForm, SectionForm
from audits.forms.tools import HeadForm, LimitForm, OverallForm, ThemeForm
from audits.forms.voices import VoiceForm
from audits.forms.writing import DomainForm, GradeForm, WritingForm

__all__ = [
    "ActivityFileForm",
    "ActivityFilterForm",
    "ActivityForm",
    "AgreeForm",
    "CloseConcernForm",
    "CloseForm",
    "ConcernFilterForm",
    "ConcernForm",
    "CycleForm",
    "DomainForm",
    "FactsForm",
    "FilterForm",
    "GradeForm",
    "HeadForm",
    "ImportToolForm",
    "LimitForm",
    "MeetingForm",
    "ModerationForm",
    "NewAuditForm",
    "OverallForm",
    "QuestionForm",
    "RaiseActionForm",
    "ReasonForm",
    "ReflectionForm",
    "ReviewForm",
    "SectionForm",
    "ThemeForm",
    "VoiceForm",
    "WritingForm",
]

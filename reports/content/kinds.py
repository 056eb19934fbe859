"""Every kind of block by its name. A kind added here is missed by each renderer that cannot show it."""

from reports.content.blocks import (
    Actions,
    Chart,
    Facts,
    GradeDistribution,
    Heading,
    IndicatorTable,
    KeyMessages,
    StrengthsFocus,
    Table,
    Text,
)
from reports.content.evidence import (
    Agreement,
    AppendixTable,
    Feedback,
    Image,
    Recommendations,
    Statements,
    TargetsGrid,
)

Block = (
    Heading | Text | KeyMessages | StrengthsFocus | Facts | Table | Chart | GradeDistribution | IndicatorTable
    | Actions | Statements | TargetsGrid | Agreement | Recommendations | Feedback | Image | AppendixTable
)  # fmt: skip
KINDS: dict[str, type[Block]] = {
    "heading": Heading,
    "text": Text,
    "key_messages": KeyMessages,
    "strengths_focus": StrengthsFocus,
    "facts": Facts,
    "table": Table,
    "chart": Chart,
    "grade_distribution": GradeDistribution,
    "indicator_table": IndicatorTable,
    "actions": Actions,
    "statements": Statements,
    "targets_grid": TargetsGrid,
    "agreement": Agreement,
    "recommendations": Recommendations,
    "feedback": Feedback,
    "image": Image,
    "appendix_table": AppendixTable,
}
KIND_OF = {block: kind for kind, block in KINDS.items()}

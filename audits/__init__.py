"""Looking at practice: choose a child's record, grade it, moderate the grade, agree.

**Tool**: a kind of audit; **ToolVersion**: its wording at one time, never changed once used. **Section**: a domain to
be graded. **Record**: the child's record as it was that day, by case reference. **Cycle**: a period of auditing.
**Audit**: one auditor's work on one record. **Grading**: one grade for one domain (or overall) at one stage: original,
moderated or agreed. **Finding**: a practice strength or an area for focus. **Moderation**: a second, blind look.
"""

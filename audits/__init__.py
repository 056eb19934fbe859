"""Looking at practice: choose a child's record, grade it, moderate the grade, agree.

**Tool**: a kind of audit; **ToolVersion**: its wording at one time, never changed once used. **Section**: a domain to
be graded. **Record**: the child's record as it was that day, by case reference. **Cycle**: a period of auditing.
**Audit**: one auditor's work on one record. **Grading**: one grade for one domain (or overall) at one stage: original,
moderated or agreed. **Finding**: a practice strength or an area for focus. **Moderation**: a second, blind look.

**Question**, **Answer**: what a section asks, and what the auditor says. **EvidenceNote**: something seen in the
record, with its day. **Theme**: a thread that runs through audits and activities. **Voice**: what the child or the
family says, or why it was not heard. **Reflection**: the practitioner's own words. **SavedPage**: a page of the form as
last saved.
**ProgressionMeeting**: what comes of an audit, and its review. **Concern**: something unsafe, told to its
**ConcernRecipients** and answered in time. **Activity**: other quality assurance, with its **MeasuredStatements**,
**Quotes**, files and recommendations.
"""

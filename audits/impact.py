"""Is it about the child, or only about what was done? A kind question, never a barrier. [pure]

"All visits in timescale, plan on file" tells that work was done; an audit asks what was different for the child because
of it. The rule looks for words of compliance and for words of somebody's life: only the first without the second, or
without anything else to say, is questioned. It is a rule of thumb, so it errs on the side of silence.
"""

import re

QUESTION = "This tells us what was done. What was different for the child because of it?"

_COMPLIANCE = re.compile(
    r"""\b(
        forms? | documents? | documentation | paperwork | template | checklist | tick(ed)?[ -]?box(es)?
        | time ?scales? | on\ time | in\ time | within\ time | timel(y|iness) | dead ?lines? | overdue
        | up[ -]to[ -]date | working\ days? | statutory | procedures? | polic(y|ies) | complian(t|ce) | complied
        | complete[ds]? | completion | recorded | recording | uploaded | signed | filed | on\ (the\ )?file | in\ place
        | logged | submitted | authorised | authorized | chased | distributed | circulated | minutes | updated | held
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Names of procedures, which hold words of a life without speaking of one.
_PROCEDURES = re.compile(
    r"""\b(
        home\ visits? | (risk|health|dental|parenting|needs)\ assessments? | safety\ plans? | school\ reports?
        | family\ (group\ )?(conferences?|meetings?|plan|help|tree) | health\ (checks?|plans?|passports?)
        | (signed|agreed)\ by\ \w+(\ \w+)? | (shared|sent|distributed|circulated|copied)\ (with|to)\ (the\ )?\w+
        | (voice\ of\ the\ child|child['’]s\ voice|views?|wishes\ and\ feelings)\ (\w+\ )?
          (sections?|box(es)?|forms?|tools?|completed|recorded|obtained|gained|uploaded|filed|on\ file)
        | life[ -]stor(y|ies)\ (book|work) | children['’]?s?\ (homes?|act) | foster\ homes?
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
# Words of a life: how the child is, what they said or do, and what changed at home or school.
_LIFE = re.compile(
    r"""\b(
        safe[rly]? | safety | harm(ed|ful)? | risks? | danger | neglect(ed)? | hurt | abused?
        | feels? | felt | feelings? | happ(y|ier|iness) | calm(er)? | sad | scared | afraid | worr(y|ies|ied) | anxious
        | trusts? | trusted | settled | confident | confidence | proud | lonely | loved? | enjoys? | laughs?
        | says? | said | told | tells | asked | voice | views? | wish(es)? | heard | listen(s|ed)? | words?
        | home | school | nursery | college | bedroom | sleep(s|ing)? | eats? | eating | food | meals? | friends?
        | mother | mum | father | dad | parents? | brothers? | sisters? | siblings?
        | grand(ma|pa|mother|father|parents?) | carers? | famil(y|ies) | relationships? | bond
        | play(s|ed|ing)? | reads? | learn(s|ing|ed)?
        | healthy | healthier | weight | grew | growing | speech | behaviour
        | change[ds]? | different(ly)? | difference | led\ to | meant | helped | lives? | living | impact
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)


def speaks_only_of_compliance(*texts: str) -> bool:
    """Do the words speak of forms, times and completion, and of nobody's life? Nothing written is not questioned."""
    words = " ".join(texts)
    return bool(_COMPLIANCE.search(words)) and not _LIFE.search(_PROCEDURES.sub(" ", words))

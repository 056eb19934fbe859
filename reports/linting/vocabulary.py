"""Words of the field and of everyday life that the rules need. [pure]"""


def words_of(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What readers of a council's papers know without being told.
EVERYDAY = words_of(
    """
    ADHD AGM AM BBC CD CEO COVID CBE CV DVD DVLA EU FAQ GCSE GDPR GP GPs HM HR ICT ID IT ITV MBE MP NHS NSPCC OBE OK PC
    PDF PM
    PPE QR TV UK UN URL USA VAT WC
    """
)
# Capitals that only shout.
SHOUTED = words_of(
    "A ALL AND ANY ARE AS AT BE BOTH BUT BY DO DONE DUE END FOR FROM HAS IN IS KEY MORE MUST NEW NO NONE NOT "
    "NOTE OF ON "
    "ONE OR OUR OUT OVER THE THREE TO TWO UNDER VERY WE WITH YES YOU I II III IV VI VII VIII IX XI XII"
)
MEANINGS = {
    "AEM": "annual engagement meeting",
    "AP": "advanced practitioner",
    "ASYE": "assessed and supported year in employment",
    "CAMHS": "child and adolescent mental health services",
    "CIC": "children in care",
    "CIN": "children in need",
    "CLA": "children looked after",
    "CP": "child protection",
    "CPC": "child protection conference",
    "CPP": "child protection plan",
    "CSC": "children's social care",
    "CSE": "child sexual exploitation",
    "DAS": "duty and advice service",
    "DCS": "director of children's services",
    "DMT": "departmental management team",
    "EET": "education, employment or training",
    "EH": "early help",
    "EHA": "early help assessment",
    "EHCP": "education, health and care plan",
    "EPO": "emergency protection order",
    "FCO": "full care order",
    "FIRO": "fostering independent reviewing officer",
    "GM": "group manager",
    "HoS": "head of service",
    "IC": "independent chair",
    "ICO": "interim care order",
    "ICPC": "initial child protection conference",
    "IHA": "initial health assessment",
    "ILACS": "inspection of local authority children's services",
    "IRO": "independent reviewing officer",
    "JTAI": "joint targeted area inspection",
    "KLOE": "key line of enquiry",
    "KPI": "key performance indicator",
    "LA": "local authority",
    "LAC": "looked after children",
    "LADO": "local authority designated officer",
    "LMCS": "lead member for children's services",
    "LSCB": "local safeguarding children board",
    "MASH": "multi-agency safeguarding hub",
    "MAST": "multi-agency support team",
    "MST": "multisystemic therapy",
    "NEET": "not in education, employment or training",
    "NFA": "no further action",
    "PA": "personal adviser",
    "PLO": "public law outline",
    "PSW": "principal social worker",
    "QA": "quality assurance",
    "RAG": "red, amber or green",
    "RCPC": "review child protection conference",
    "RHA": "review health assessment",
    "RHI": "return home interview",
    "RI": "requires improvement",
    "SCR": "serious case review",
    "SDQ": "strengths and difficulties questionnaire",
    "SEF": "self-evaluation",
    "SEND": "special educational needs and disabilities",
    "SGO": "special guardianship order",
    "SM": "service manager",
    "SMART": "specific, measurable, achievable, relevant and timed",
    "SMT": "senior management team",
    "SoS": "Signs of Safety",
    "SW": "social worker",
    "TM": "team manager",
    "UASC": "unaccompanied asylum-seeking children",
    "YJS": "youth justice service",
    "YOT": "youth offending team",
    "YP": "young person",
    "YTD": "year to date",
}

# Common first names in England that are no everyday words: alone they are enough to look twice.
LONE_NAMES = words_of(
    """
    Aaliyah Aaron Abdul Abigail Adam Adrian Ahmed Aidan Aisha Alan Alastair Alfie Ali Alice Alicia Alison Amanda Amelia
    Amir Amina Amy Andrea Andrew Angela Anita Anna Anne Anthony Archie Arthur Ashley Ava Ayesha Barbara Ben Benjamin
    Beth Bethany Brandon Brian Bryony Caitlin Callum Cameron Carl Carol Caroline Catherine Chantelle Charlotte Chloe
    Chris Christine Christopher Claire Clare Colin Connor Courtney Craig Damian Daniel Danielle Darren David Dean
    Deborah
    Denise Derek Diane Dominic Donna Dylan Edward Eleanor Elijah Elizabeth Ella Ellie Emily Emma Erin Ethan Evie Fatima
    Finley Fiona Frances Francesca Freddie Freya Gareth Gary Gavin Gemma Geoffrey George Georgina Gillian Graham Hannah
    Harriet Harrison Harvey Hassan Heather Helen Henry Holly Howard Hussain Ian Ibrahim Imran Isaac Isabel Isabella Isla
    Ismail Jack Jacob Jacqueline Jade Jake James Jamie Jane Janet Janice Jason Jasmine Jayden Jean Jennifer Jenny Jeremy
    Jessica Joan Joanna Joanne Joe Joel John Jonathan Joseph Joshua Joyce Judith Julia Julie Karen Karl Kate Katherine
    Kathleen Katie Kayleigh Keith Kelly Kenneth Kevin Kieran Kimberley Kirsty Kyle Laura Lauren Layla Leah Leanne Leon
    Lewis Liam Lily Linda Lisa Logan Louise Lucas Lucy Luke Lydia Lynn Maisie Malcolm Margaret Maria Marie Martin Mary
    Maryam Mason Matilda Matthew Megan Melanie Melissa Mia Michael Michelle Millie Mohamed Mohammad Mohammed Molly
    Muhammad
    Nadia Naomi Natalie Natasha Nathan Neil Niamh Nicholas Nicola Nigel Noah Oliver Olivia Omar Oscar Owen Patricia
    Patrick Paul Paula Peter Philip Phoebe Rachel Rebecca Rhys Richard Riley Robert Robin Roger Ronald Rosie Ryan Sally
    Samantha Samuel Sandra Sara Sarah Scott Sean Sebastian Shannon Sharon Shaun Simon Sophia Sophie Stacey Stephanie
    Stephen Steven Stuart Susan Tanisha Tariq Tayla Teresa Theo Theresa Thomas Tiffany Timothy Toby Tracey Trevor Tyler
    Vanessa Wayne Wendy William Yasmin Yusuf Zachary Zainab Zara Zoe
    """
)
# Words that are names only before a family name.
FIRST_NAMES = LONE_NAMES | words_of(
    "Alexander Alexandra Bill Charlie Daisy Faith Florence Grace Hope Jordan Mark May Max Pat Poppy Rose Ruby "
    "Seth Summer "
    "Victoria Will"
)
# A capital letter before or after one of these is a place, an organisation, a role or a title of a paper.
NOT_FAMILY_NAMES = words_of(
    """
    Academy Act Action Adviser Advisor Agency Approach April Assessment Association Audit August Avenue Board Bridge
    Centre Chair Chairs Children City Clinic Close College Commission Commissioner Committee Conference Council
    Councillor Court Cross Day December Department Director Drive Early End Farm February Fellow Forum Foundation
    Framework Friday Fund Gardens Grade Green Group Grove Guidance Hall Head Health Help Hill Home Homes Hospital Hostel
    House Hub Independent Indicator Initiative Inquiry Inspection January July June Lane Law Lead League Library Manager
    March Meeting Member Model Monday Need November October Office Officer Ofsted Order Panel Parade Park Partnership
    Place Plan Plans Police Practice Primary Principle Programme Project Protocol Quarter Report Review Road Room Safety
    Saturday School Schools Scheme Section September Service Services Social Sound South North East West Spotlight
    Square
    Standard Standards Strategy Street Sunday Support Team Terrace Theatre Thursday Tool Trust Tuesday Unit University
    Victoria Ward Wednesday Week Work Worker Working Yard Year Young Youth
    """
)
ROLES = (
    "adviser|advisor|advocate|auditor|author|chair|chief|clerk|co-?ordinator|commissioner|consultant|councillor|cllr|"
    "deputy|director|executive|head|judge|lead|leader|manager|mayor|member|minister|moderator|officer|president|"
    "principal|professor|researcher|secretary|services?|solicitor|speaker|worker"
)
CHILDREN = (
    r"(?:children|young (?:people|persons)|care leavers|babies|infants|siblings|toddlers|teenagers|pupils|families|"
    r"parents|mothers|fathers|brothers|sisters|boys|girls)"
)
ONE_CHILD = (
    r"(?:child|young person|care leaver|baby|infant|sibling|toddler|teenager|pupil|family|parent|mother|father|brother|"
    r"sister|boy|girl)"
)
CHILD = rf"(?:{CHILDREN}|{ONE_CHILD})"
# What follows children and makes it something that is not a number of them.
THINGS = r"homes?|centres?|services?|workers?|panels?|assessments?|meetings?|plans?|hubs?|support|teams?|groups?"
# What follows a child of whom something is told.
SAID_OF_A_PERSON = (
    r"was|is|had|has|who|whose|from|with|said|says|told|aged|did|could|remain(?:s|ed)|moved|went|came|lives?|lived|died|"
    r"in (?!need)\w+|on|and|of|at|were|wanted|felt"
)

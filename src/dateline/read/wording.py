"""The set phrases of news pages (credits, datelines, calls to follow, notices) as patterns; no text enters or leaves.

Every pattern is for a whole unit (a line or paragraph) unless its name says `TAIL` or `HEAD`. They ask for the shape of
the phrase as well as its first word, since stories begin with the same words ("Follow the money…", "By Friday…").
"""

from __future__ import annotations

import re
from typing import Final

from dateline.read.dates import MONTH, MONTH_DAY, WEEKDAY, WRITTEN, YEAR

AGENCY: Final = (
    r"(?:Thomson )?Reuters|REUTERS|AFP|Agence France[- ]Presse|(?:The )?Associated Press|AP|Xinhua|(?:ITAR-)?TASS|RIA(?: Novosti)?"
    r"|Interfax(?:-Ukraine)?|Ukrinform|[dD][pP][aA]|EFE|ANSA|UPI|Kyodo(?: News)?|Jiji(?: Press)?|Yonhap|KCNA|Bloomberg|PTI"
    r"|Press Trust of India|ANI|IANS|APP|UNB|Anadolu(?: Agency)?|AA|IRNA|Fars|Tasnim|Mehr|ISNA|SANA|WAM|SPA|KUNA|QNA|MENA"
    r"|Petra|WAFA|Ma['’]an|MAP|TAP|APS|NAN|GNA|Bernama|Antara|VNA|CNA|PNA|IRIN|CNN|BBC|VOA|RFE/RL|CNSNews\.com|EPA|EFE-EPA"
    r"|Al[- ]Jazeera|Sputnik|DW|Belga|ANP|NTB|TT|STT|PAP|CTK|MTI|Agerpres|BTA|Tanjug|Hina|Canadian Press|Press Association|PA"
    r"|Amaq|AKI|Rudaw|Agencies|agencies|Staff Writers?"
)
"""News agencies and broadcasters as they sign stories; general knowledge, not read from any data set."""

PHOTO_HOUSE: Final = r"Getty(?: Images)?|GETTY(?: IMAGES)?|Shutterstock|iStock|Alamy|NurPhoto|ZUMA(?: Press)?|Sipa(?: USA)?|EPA-EFE|EPA|Corbis|SOPA Images|AP Photo|Wikimedia(?: Commons)?"
"""Houses that sell pictures and no stories: their name as a credit marks a caption."""

_NAME = r"[^\W\d_](?:[^\W\d_]|['’.\-])*"
_PERSON = rf"{_NAME}(?: (?:{_NAME}|(?:[a-z]{{1,3}})))??(?: {_NAME}){{1,3}}?"
_CLOCK = (
    r"(?:at\s+)?\d{1,2}(?:[:.]\d\d){0,2}\s*(?:hours|hrs|h)?\s*(?:[ap]\.?\s?m\.?)?\s*"
    r"(?:\(?(?:UTC|GMT|BST|CET|CEST|EST|EDT|ET|CT|CDT|CST|PT|PST|PDT|IST|JST|AST|MSK|EET|EEST)(?:\s?[+-]\s?\d{1,2}(?::?\d\d)?)?\)?)?"
)
_LABEL = r"(?:(?:date|first |last |originally |most recently )?\s*(?:published|updated|posted|modified|issued|created|date|release date)(?:\s+(?:on|at))?\s*:?\s*)"
_AGO = r"(?:\d{1,3}|an?|one|two|three)\s+(?:min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|years?)\s+ago"
_STAMP = rf"(?:(?:{WEEKDAY}\s*,?\s*)?(?:{WRITTEN})|{_AGO}|{MONTH}\s+{YEAR}|(?:{WEEKDAY}\s*,?\s*){MONTH_DAY}|{MONTH_DAY}[\s,]+['’]?\d\d)"
_TIMED = rf"{_LABEL}?(?:{_CLOCK}\s*[,|·•\-–—]?\s*(?:on\s+)?)?{_STAMP}(?:\s*[T,|·•\-–—]?\s*(?:at\s+)?{_CLOCK})?"
_BAR = r"\s*[|·•,;/\-–—]?\s*"

_PLACE = r"(?-i:[^\W\d_a-z][\w.'’-]{1,30}(?: [^\W\d_a-z][\w.'’-]{1,30}){0,3})"

DATE_LINE: Final = re.compile(
    rf"(?:[\w .&'’]{{2,40}}\s*[|·•]\s*|{_PLACE},\s(?={WRITTEN}))?[\[(]?{_TIMED}(?:{_BAR}{_TIMED}){{0,2}}[\])]?(?:\s*\((?:{AGENCY})\))?[^\w.]{{0,3}}",
    re.IGNORECASE,
)
"""A line that is only a date, with labels, time of day, an outlet before a bar, two dates in one line, or the place and
the day of a statement (`Geneva, 7 June 2021`)."""

LABELLED_DATE: Final = re.compile(rf"\W{{0,3}}{_LABEL}", re.IGNORECASE)
"""The start of a date line that says what its date is; only such a line counts anywhere on a page."""

UPDATED: Final = re.compile(r"\W{0,3}(?:last |most recently )?\s*(?:updated|modified)", re.IGNORECASE)
"""The start of a date line that gives the time of a later change."""

READING_TIME: Final = re.compile(
    r"(?:(?:estimated )?(?:reading|read) time\s*:?\s*)(?:~|about )?\d{1,3}\s*[-‐–]?\s*(?:m|min(?:ute)?s?)\b\.?(?: read)?"
    r"|(?:~|about )?\d{1,3}\s*[-‐–]?\s*(?:m|min(?:ute)?s?)\b\.?\s*(?:read|to read|reading(?: time)?|listen)\b\.?"
    r"|(?:listen|read)\s*[:(–—-]?\s*\d{1,3}\s*(?:min(?:ute)?s?)\b\)?",
    re.IGNORECASE,
)

BYLINE: Final = re.compile(
    rf"[—–-]?\s*(?:[Bb]y|BY|[Ww]ords by|[Ww]ritten by|[Rr]eported by|[Ss]tory by|[Ff]rom)\s*:?\s+"
    rf"(?P<names>(?:{_PERSON}|{AGENCY})(?:(?:,| and| &|,? with)\s+(?:{_PERSON}|{AGENCY}))*?)"
    rf"(?P<rest>\s*(?:[,|·•/–—-]|\bin\b|\bfor\b|\bat\b|\bof\b|\bMore by this\b|@\w|\().{{0,80}})?"
)
"""`By` and names; the caller checks that the names are capitalised and the rest is no sentence."""

BYLINE_HEAD: Final = re.compile(
    rf"By {_PERSON}(?:(?:,| and)\s+{_PERSON})*?"
    rf"(?:\s*\((?:{AGENCY})\)\s*(?:--?|–|—)(?=\s)|(?=\s+[A-Z][A-Z.'’-]{{2,}}[^()]{{0,40}}\((?:{AGENCY})\)\s*[–—-]))"
)
"""A byline that runs into a dateline (`By Jane Doe QUITO (Reuters) -`), or into an agency's sign alone."""

SIGNED: Final = re.compile(
    rf"[\[(—–-]?\s*(?:{AGENCY}|(?:with )?(?:inputs|input) from .{{2,40}})(?:\s*[/,&]\s*(?:{AGENCY}))*\s*[\])]?\.?"
)
"""An agency's name as a line of its own."""

CONTRIBUTED: Final = re.compile(
    r"[A-Z][^.]{0,3}(?:.{3,240})\bcontributed\s+(?:(?:to|additional reporting to|reporting (?:to|for)|writing to) (?:this|the|our) (?:report|story|article|piece|post|dispatch|analysis)|(?:additional |to (?:the )?)?(?:reporting|research|writing))\b[^.]{0,60}[\s.”\"'’)]*"
)
REPORTING_BY: Final = re.compile(
    r"[\[(*]?(?:Additional |Other )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled|[Tt]ranslat(?:ion|ed)|REPORTING|[Rr]eport)\b"
    r"(?:,? (?:and |additional )?(?:[Ww]riting|[Ee]diting|[Rr]eporting))? by:?\s+(?P<names>[A-Z](?:(?!-RRB-)[^;.]){2,200})(?:(?:[;.]|-RRB-).{0,300})?",
    re.DOTALL,
)
"""`Reporting by` and names; the caller checks that they are names, since a report by someone may also be the news."""

REPORTING_TAIL: Final = re.compile(
    r"\((?:Additional |Other )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)\b[^()]{0,40}\bby:?\s+[^()]{3,400}\)?\.?\s*$"
)
AGENCY_HEAD: Final = re.compile(rf"(?:\((?:{AGENCY})\)|-LRB- (?:{AGENCY}) -RRB-)\s*(?:--?|–|—)\s+(?=\S)")
"""An agency's sign without a place before the first sentence: `(Reuters) - Gunmen have…`."""

CAPTION_HEAD: Final = re.compile(
    r"(?:FILE PHOTO|File [Pp]hoto|FILE IMAGE|File [Ii]mage|FILE PIC(?:TURE)?|File [Pp]ic(?:ture)?)\b(?![a-z ]*\b(?:show|was|were|is|are)\b)"
    r"|FILES?\s*(?:--?|–|—|:)\s|FILE\s*\(|\[?File\]?\s*:\s"
    r"|(?:[Ii]mage|[Mm]edia|[Pp]hoto|[Pp]icture|[Vv]ideo)\s+[Cc]aption\b\s*:?\s*\S"
    r"|(?:[Ii]mage|[Pp]hoto|[Pp]icture)\s+(?:[Cc]opyright|[Ss]ource|[Cc]redit|[Cc]ourtesy)\b\s*:?\s*[A-Z@]"
    r"|Click to expand Image\b|Enlarge this image\b|(?:toggle|hide) caption\b"
)
"""Words that only a caption begins with."""

CREDIT_LINE: Final = re.compile(
    r"\W{0,3}(?:(?:Photo(?:graph)?|PHOTO(?:GRAPH)?|Image|IMAGE|Picture|PICTURE|Caption|CAPTION|Pictured|(?:Featured|Main|Lead|Top|Header) [Ii]mage|Cover [Pp]hoto)s?(?: [Cc]redit)?"
    r"\s*(?::|[Bb]y\b|\|)\s*\S|(?:Photo|Photograph|Picture|Image)s?(?: courtesy)?(?: of| by)\s+[A-Z]).*",
    re.DOTALL,
)
"""A line that begins with a picture's credit; the caller checks that no sentence of the story runs on behind it."""

CREDIT_HEAD: Final = re.compile(
    rf"(?:Photo(?:graph)?|Image|Picture)\s?:\s[^.!?]{{2,40}}?\\?/(?:{AGENCY}|{PHOTO_HOUSE})(?:\\?/(?:{AGENCY}|{PHOTO_HOUSE}))?\s+(?=[A-Z“\"`'])"
)
"""A picture's credit that runs into the first sentence of the story."""

CAPTION_ALONE: Final = re.compile(
    rf"\W*(?:photo|image|video|picture|gallery|photos|file photo|enlarge(?: this)? image|caption|hide caption|toggle caption|slideshow|(?:{PHOTO_HOUSE})(?:\s*/\s*(?:{PHOTO_HOUSE}|{AGENCY}))*)\W*",
    re.IGNORECASE,
)
_CREDITED = (
    r"(?:[Ff]ile|FILE)(?: (?:[Pp]hoto|[Ii]mage|[Pp]icture|[Pp]ic|PHOTO))?(?:\s*[:/,–-][^\[\]()]{0,60})?"
    r"|(?:[Pp]hoto(?:graph)?|PHOTO|[Ii]mage|IMAGE|[Pp]icture|[Cc]redit|[Ss]creen ?(?:shot|grab)|[Vv]ideo grab|[Hh]andout|AP Photo)s?"
    r"(?:\s*[:/|©][^\[\]()]{0,80}|\s+(?:by|via|courtesy|[Cc]redit|from|provided)\b[^\[\]()]{0,80})?"
    r"|[Cc]ourtesy(?: of| photo|:)[^\[\]()]{0,80}"
    rf"|[^\[\]()]{{0,60}}\b(?:{PHOTO_HOUSE}|[Ff]ile [Pp]hoto|FILE PHOTO|[Hh]andout)\b[^\[\]()]{{0,40}}"
    rf"|[^\[\]()]{{2,60}}\s?/\s?(?:{AGENCY}|Pool|POOL)\b[^\[\]()]{{0,30}}|(?:{AGENCY})\s?/[^\[\]()]{{2,60}}"
)
CREDIT_TAIL: Final = re.compile(rf"[\[(]\s*(?:{_CREDITED})\s*[\])]\s*\.?\s*$")
"""A picture's credit in brackets at the end."""

AGENCY_TAIL: Final = re.compile(
    r"(?P<before>\S)\s*[\[(]\s*(?:Reuters|REUTERS|AFP|AP|Associated Press|EPA|Xinhua|Anadolu(?: Agency)?|TASS|Bloomberg|Al Jazeera|dpa|PTI|ANI)"
    r"\s*[\])]\s*$"
)
"""An agency alone in brackets at the end: a picture's credit only where no sentence ends before it."""

OPEN_CREDIT_TAIL: Final = re.compile(
    rf"(?:(?:(?<=[.!?\])”\"’])|(?<=\s[|–—-]))\s*(?:Photo(?:graph)?|PHOTO|Image|IMAGE|Picture|PICTURE|Credit|CREDIT|Pic)s?"
    rf"(?:(?:\s+[Cc]redit)?\s*:|\s+(?:by|courtesy(?: of)?))\s*[^.!?]{{2,80}}\.?"
    rf"|{_NAME}\s?/\s?(?:{_NAME}\s?/\s?)?(?:{AGENCY}|{PHOTO_HOUSE}|Pool)(?:\s?/\s?[\w ]{{2,30}})?(?:\s+via\s+[\w ]{{2,30}})?"
    rf"|[a-z.!?”\"’]\s+/\s+(?:{AGENCY}|{PHOTO_HOUSE})"
    rf"|(?:via|VIA)\s+(?:{AGENCY}|{PHOTO_HOUSE})(?:/[Ff]ile [Pp]hoto|/FILE PHOTO)?"
    rf"|REUTERS/{_NAME}[\w .'’/-]{{0,40}}|AP Photo/[\w .,'’/-]{{2,60}}"
    rf"|(?<=\s)©\s*(?:\d{{4}}\s+)?[\w .'’/-]{{2,60}}"
    rf"|\b(?:Getty Images|File [Pp]hoto|FILE PHOTO|Courtesy [Pp]hoto))\s*$"
)
"""A picture's credit without brackets at the end; slow, so it is tried only where there is a `CREDIT_SIGN`."""

CREDIT_SIGN: Final = re.compile(
    r"[/©]|[Pp]hoto|PHOTO|[Ii]mage|IMAGE|[Pp]ic|PIC|[Cc]redit|CREDIT|[Gg]etty|\b(?:via|VIA)\b"
)
"""What every credit without brackets has in it."""

_NETWORK = r"(?:Twitter|Facebook|Instagram|Telegram|WhatsApp|YouTube|LinkedIn|TikTok|Google(?: News| Discover)?|X\b|Mastodon|Bluesky|Threads|Signal|Spotify|Apple (?:News|Podcasts)|Flipboard|Pinterest|Reddit|Snapchat|social media|RSS|Viber)"
_BUTTON = (
    r"(?:share|tweet|print|email|e-mail|save|copy link|facebook|twitter|whatsapp|linkedin|telegram|reddit|comments?)"
)
_HANDLE = r"(?:us|me|him|her|them|our\b[^.!?]{0,60}|@\w+)"
_NAMED = r"(?:the (?:author|writer|reporter|conversation)|(?-i:[A-Z])[\w.'’&-]*(?: (?:(?-i:[A-Z])[\w.'’&-]*|reporter|correspondent|and)){0,6})"
_CALL = (
    rf"(?:(?:You can |Please |And |Also )*(?:(?:follow|like|join|find|connect with|message|contact)\s+{_HANDLE}|(?:follow|like|message)\s+{_NAMED})"
    rf"\s+(?:on|at|via|in|also on)\s+(?:our )?{_NETWORK}(?!\s?,\s(?:the|he|she|it|they|we|an?|his|her)\b)(?:(?!\b(?:said|told|says)\b).){{0,160}})"
)
FOLLOW: Final = re.compile(
    rf"(?:(?-i:[A-Z])[^.!?]{{0,120}}\b(?:is|are)\s+(?:an? |the |our )[^.!?]{{0,100}}\.\s+)?{_CALL}"
    rf"|(?:Please )?(?:follow|like)\s+(?:us\b(?! (?:to|in|into)\b)|@\w+).{{0,140}}"
    r"|(?:to (?:get|receive|read) .{3,80},?\s*)?(?:please )?(?:subscribe|sign up)\b(?: now| here| today| free)?"
    r"(?:\s+(?:to|for|and|with|via|by)\b(?:(?!\b(?:said|told|says)\b).){2,200}|\W*)"
    r"|(?:click here|tap here) to .{2,120}|join (?:us (?:on|at|in|for|with|as)\b|our (?:\w+ ){0,3}(?:channel|group|newsletter|community|mailing list)).{0,140}"
    r"|(?:download|get|install) (?:the|our) (?:[\w’']+ ){0,4}apps?\b.{0,100}|get .{2,80}(?:in|to) your (?:inbox|email|mailbox).{0,80}"
    rf"|share(?: this)?(?: (?:article|story|page|post|video|on|via)\b.{{0,60}})?"
    rf"|\W*(?:{_BUTTON})(?:\W+(?:{_BUTTON}|\d+))*\W*"
    rf"|(?:on|via)?\s*{_NETWORK}(?:\W+{_NETWORK})+\W*|(?:support|donate to) (?:us|our (?:work|journalism))\b.{{0,160}}|leave a (?:comment|reply)\b.{{0,40}}"
    r"|pic\.twitter\.com/\w+|[—–-]{1,2}\s?[^\n]{1,60}\(@\w{1,20}\).{0,30}",
    re.IGNORECASE,
)
"""Calls to follow, share, subscribe or install, and what is left of an embedded post."""

FOLLOW_TAIL: Final = re.compile(rf"(?<=[.!?”\"])\s+{_CALL}$", re.IGNORECASE)
"""A call to follow that has lost its line and stands behind a sentence of the story."""

RELATED_ALONE: Final = re.compile(
    r"[#*\s>]*(?:read (?:more|also|next|this|on)|also read|see also|keep reading|continue reading|watch|topics|tags|learn more"
    r"|further reading|list of \d+ items)[\s:*>»….!]*",
    re.IGNORECASE,
)
"""A link that stands for another story, alone in its line."""

RELATED_LIST: Final = re.compile(
    r"[#*\s>]*(?:related(?: (?:articles?|stor(?:y|ies)|coverage|news|topics?|content|posts?|links?|videos?|reading|tags?|internet links))?"
    r"|more (?:on this\b.{0,30}|from (?:this (?:author|section|topic)|the (?:author|web))|news|stories|headlines|top stories|coverage|videos)"
    r"|recommended(?: (?:for you|stories|reading|articles))?|most (?:read|popular|viewed|shared|commented)(?: (?:stories|news))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in).{0,10}|editor['’]?s['’]? picks?|trending(?: now)?|top stories"
    r"|don['’]t miss|what to read next|latest (?:news|stories)|popular (?:now|stories|posts)|elsewhere on .{2,30}"
    r"|(?:read (?:more|also|next)|also read|see also|further reading)\s*:)[\s:*>»…]*",
    re.IGNORECASE,
)
"""A heading over headlines of other stories."""

RELATED_HEAD: Final = re.compile(
    r"[#*\s>\[(]*(?:(?:[Rr]ead (?:more|also|next)|[Aa]lso [Rr]ead|READ (?:MORE|ALSO|NEXT)|READ|ALSO READ|Read More|Read Also|Read Next|See [Aa]lso|SEE ALSO|[Rr]elated(?: (?:article|story|stories|coverage|news|video|content|post))?s?|RELATED(?: [A-Z]+)?"
    r"|[Mm]ore on this(?: story)?|MORE|WATCH|Watch(?: (?:now|more|live|also))?|LISTEN|Listen|IN PICTURES|In [Pp]ictures|EXPLAINER|OPINION|Opinion|Don['’]t [Mm]iss|DON['’]T MISS|You (?:may|might) (?:also )?like|Recommended|TAGS|Tags|Topics|Filed under)\s*[:|»>–—]\s*\S"
    r"|(?:READ MORE|ALSO READ|READ ALSO|RELATED STORY|RELATED STORIES)\s+\S)"
)
"""A pointer at another story with its headline."""

RELATED_URL: Final = re.compile(
    r"(?:(?:source|link|via|url|full story|original)\s*:?\s*)?(?:https?://\S+|(?:www\.|twitter\.com/|facebook\.com/|instagram\.com/|t\.me/)\S+)",
    re.IGNORECASE,
)

_ADVERT = (
    r"(?:advertisement|advertising|advertisment|ads?|sponsored(?: content)?|promoted(?: content)?|advertise with us"
    r"|remove ads|scroll to continue)"
)
NOTICE: Final = re.compile(
    r"(?:(?:©|\(c\)|&copy;|copyright\b)\s*(?:©|\(c\)|\d{4}|(?-i:[A-Z])[\w.&'’-]*(?: (?:(?-i:[A-Z])[\w.&'’-]*|of|and|the)){0,5},?\s*(?:19|20)\d\d\b|.{0,80}all rights reserved).{0,240})"
    r"|.{0,160}\ball rights (?:are )?reserved\b.{0,240}"
    r"|this (?:article|story|post|page|piece|column|headline|version|report|dispatch|text)\b.{0,30}\b(?:was|were|has been|have been|is being)\b.{0,25}\b(?:updated|edited|auto-generated|translated)\b.{0,300}"
    r"|the (?:article|story|headline) (?:was|has been) updated\b.{0,300}"
    r"|this (?:article|story|post|piece|column|content)\b.{0,30}\b(?:(?:first|originally) (?:published|appeared|ran)|(?:is|was|has been|may be) (?:re)?(?:published|printed|produced|syndicated|auto-generated|generated|translated)|(?:first|originally) (?:published|appeared))\b.{0,300}"
    r"|(?:editors?['’]?s?['’]? note|disclaimer)s?\s*(?:[:(–—-]|\.\s).{0,600}"
    r"|(?:story|article) (?:continues?|continued) (?:below|after)\b.{0,40}|continue[sd]? below\W*"
    rf"|\W*{_ADVERT}(?:\W+{_ADVERT})*\W*(?:read more\W*)?"
    r"|\W*(?:we|this (?:web)?site|our (?:web)?site|the (?:web)?site|our partners)\b.{0,40}\buses?\b.{0,20}\bcookies\b(?: (?:to|and (?:similar|other)|on|for|in order|that)\b.{0,400}|\W*)|(?:by|if you) (?:continu(?:e|ing)|using|browsing|clicking|signing up|submitting|subscribing)\b.{0,80}\byou (?:agree|accept|consent|acknowledge|confirm|are agreeing|also agree)\b.{0,300}|accept (?:all )?cookies.{0,60}|\W*(?:\d+\.\s*)?(?:please )?(?:(?:read|see|view|review|manage|change)\s+)?(?:our |your |the )?(?:\w+ )?(?:terms(?: of (?:use|service))? (?:and|&) )?(?:our )?(?:cookie|privacy) (?:policy|notice|settings|preferences)\W*"
    r"|(?:the |all )?(?:views?|opinions?)(?:,? (?:and|or) (?:views?|opinions?))* expressed\b(?:(?!--)[^.–—]){5,300}\.?|(?:this )?(?:material|content) may not be (?:published|reproduced)\b.{0,200}"
    r"|.{0,40}(?:your browser|javascript)\b.{0,30}\b(?:does not support|is disabled|not supported|must be enabled|must enable)\b.{0,120}|(?:please )?enable javascript\b.{0,120}"
    r"|(?:terms (?:of (?:use|service)|and conditions)|all fields are required|loading(?: …|\.\.\.)?|placeholder while .{2,60}|something went wrong.{0,80}|thank you for (?:reading|subscribing|signing up).{0,80})\W*"
    r"|\W*recaptcha\b.{0,120}|.{0,60}protected by recaptcha\b.{0,120}",
    re.IGNORECASE | re.DOTALL,
)
"""Notices of rights, updates, cookies, advertising and what a browser lacks."""

_PIECE = r"(?:article|story|post|page|piece|column|headline|caption|version|report|dispatch|text)"
_PUT_RIGHT = r"(?:amended|corrected|clarified)"
CORRECTION: Final = re.compile(
    rf"\W*(?:(?:editors?['’]?s?['’]? note|note|update)\s*[:–—-]\s*)?"
    rf"(?:(?:(?:this|our) {_PIECE}|the (?:article|story|headline))\b[^.]{{0,40}}\b(?:was|were|has been|have been|is being)\b[^.]{{0,40}}\b(?:{_PUT_RIGHT}|(?:updated|edited|changed)\b[^.]{{0,60}}\b(?:correct|clarify|fix|amend))\b.{{0,500}}"
    rf"|(?:an|the) (?:earlier|previous|original|initial) (?:version|headline|caption) (?:of|on|to|for) (?:this|the|our) {_PIECE}\b.{{3,500}}"
    rf"|(?:a|an) (?:previous|earlier|original) {_PIECE}\b[^.]{{0,40}}\b(?:misstated|misspelled|misidentified|incorrectly|wrongly|mistakenly|erroneously)\b.{{0,500}}"
    rf"|(?:corrections?|clarifications?)(?:\s*(?:and|&)\s*(?:corrections?|clarifications?))?\s*(?:\([^()]{{2,40}}\)\s*)?(?:[:(–—-]|\.\s|,\s*{MONTH}|,\s*\d).{{0,600}}"
    rf"|\((?:corrects|corrected to|corrects to)\b.{{3,300}}\)"
    r")",
    re.IGNORECASE | re.DOTALL,
)
"""What an outlet says of its own mistakes."""

FEED_TAIL: Final = re.compile(
    r"(?:from|via) [A-Z][\w.,’'&–-]*(?: (?:[A-Z][\w.,’'&–-]*|(?:of|the|and|for|in|on|a|&|–|-)\b)){0,10}"
)
"""A feed's signature, for the last line of a report only."""

EMAIL: Final = re.compile(r"(?:e-?mail|contact)?\s*:?\s*[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W?", re.IGNORECASE)

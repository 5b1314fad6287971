"""Everyday English as the router knows it: words that say little about what a message is about."""


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text that has nothing but words."""
    return frozenset(text.split())


CONTRACTIONS: dict[str, str] = {
    "what's": "what is", "whats": "what is", "wats": "what is", "who's": "who is", "whos": "who is",
    "where's": "where is", "how's": "how is", "hows": "how is", "there's": "there is", "that's": "that is",
    "thats": "that is", "it's": "it is", "let's": "let us", "lets": "let us", "i'm": "i am", "im": "i am",
    "i'd": "i would", "i'll": "i will", "i've": "i have", "we're": "we are", "we've": "we have",
    "we'd": "we would", "you're": "you are", "ur": "your", "u": "you", "r": "are", "wat": "what",
    "wut": "what", "wht": "what", "y": "why", "pls": "please", "plz": "please", "plse": "please",
    "pleas": "please", "can't": "can not", "cant": "can not", "cannot": "can not", "won't": "will not",
    "wont": "will not", "don't": "do not", "dont": "do not", "doesn't": "does not", "doesnt": "does not",
    "didn't": "did not", "didnt": "did not", "isn't": "is not", "isnt": "is not", "aren't": "are not",
    "arent": "are not", "wasn't": "was not", "haven't": "have not", "hasn't": "has not", "hasnt": "has not",
    "gimme": "give me", "lemme": "let me", "wanna": "want to", "gonna": "going to", "gotta": "have to",
    "dunno": "do not know", "w/o": "without", "w/": "with", "thx": "thanks", "tnx": "thanks",
    "thnx": "thanks", "tks": "thanks", "ty": "thanks", "tysm": "thanks", "thankyou": "thanks", "n": "and",
    "wich": "which", "whch": "which", "teh": "the", "abt": "about", "waht": "what", "wha": "what",
    "hav": "have", "shd": "should", "shld": "should", "cud": "could", "wud": "would", "bcoz": "because",
    "coz": "because", "thru": "through", "msg": "message", "cn": "can", "hw": "how", "wt": "what",
}  # fmt: skip
"""Short forms and what they stand for."""

QUESTION_WORDS = word_set("what which who whom whose why where when how whether")

AUXILIARIES = word_set(
    "is are was were be am do does did can could will would shall should may might must has have had"
)

DETERMINERS = word_set("a an the any my our your their its that this these those some all")
"""Words a phrase is the same without."""

STOP_WORDS = (
    QUESTION_WORDS
    | AUXILIARIES
    | DETERMINERS
    | word_set("""
    i me we us you he him she her they them it his hers ours yours mine myself yourself itself one ones and
    or but nor so if then than as because while though although unless until since of in on at to for from
    by with about into onto over under above below up down out off between among through during within per
    via like except along across around against toward towards upon near not no yes never ever always just
    only also too even still yet already again more most less least much many few lot lots bit very really
    quite rather actually basically simply maybe perhaps probably here there now afterwards please kindly
    thanks ok okay well hey hi hello oh ah um hmm all both each every either neither other another such same
    own else everything anything nothing something everyone anyone someone everybody anybody somebody nobody
    thing things stuff being been having doing done going gets got getting let being etc dear sir madam mate
    guys folks dude bro yo quick quickly soon today tonight tomorrow yesterday
    """)
)  # fmt: skip
"""Words that carry no subject at all."""

REQUEST_VERBS = word_set("""
    add advise analyse analyze assess build calculate check clarify collect compare compile compute convert
    count create define describe detect determine diff display do draw dump estimate evaluate examine
    explain export extract fetch figure find forecast gather generate get give go have highlight identify
    inspect investigate list locate look make map measure name outline output plot predict prepare present
    print process produce profile pull read reconcile render report resolve retrieve return review run scan
    search see show simulate sort start study suggest summarise summarize tell test trace track transform
    translate try update validate verify view visualise visualize walk write
    """)
"""Verbs people begin a request with."""

CHANGE_VERBS = word_set("""
    abort activate add alter approve assign backup block bounce cancel change close connect deactivate
    delete deploy disable drop edit email enable fix force grant hold ice insert install kill login mail
    mark merge migrate modify monitor mute notify page patch pause promote publish push reboot recover
    release remove rename rerun reschedule reset restart restore resume retry revoke rollback schedule send
    shutdown skip ssh stop suspend tail terminate trigger truncate unblock unhold uninstall unlock
    unschedule upgrade
    """)
"""Verbs that order a change in the world."""

START_VERBS = word_set("""
    build create execute launch make move open put run set start submit switch take turn update write
    """)
"""Verbs that order a change when a thing follows ("start the job"), and work when a result does."""

STATES = frozenset({
    "run", "ran", "finish", "complet", "don", "end", "start", "begin", "fail", "succeed", "success",
    "ok", "okay", "up", "down", "aliv", "activ", "lat", "stuck", "green", "red", "work", "abend",
})  # fmt: skip
"""Stems of words for how something stands at a moment."""

TIMES = word_set("""
    currently morning evening afternoon night moment time last right successfully monday tuesday wednesday
    thursday friday saturday sunday week
    """)
"""Words for a moment that are not function words."""

COMMON_WORDS = (
    REQUEST_VERBS
    | word_set("""
    able accept account act age ago agree allow answer anyway app apple area arrive article ask attach
    attached attachment away baby back bad bank base beautiful become begin believe best better big bill
    bird bloody blue board boat body book boring born boss bread bring brother building business busy buy
    cake call capital car care case cat center change channel cheap child choose city class clean clear
    close closed coffee cold color come comes company complete computer continue contract cook cool copy
    correct cost country couple course cover cream crying cup customer customers cut damn dance dark data
    date day days dead deal death decide deep delete details development dev die different difficult dinner
    direct dog door download dream drink drive during early earth easy eat effect email end english enough
    enter environment error even evening event exactly example examples exist expect eye fact family far
    fast father feel field file files fill film final fine finish fire first fish floor fly follow food foot
    football forget form friday friend friends full fun funny future game garden girl glad gold good great
    green ground group grow guess guy hair half hand happen happens happy hard hate head health hear heart
    heavy hell help high hit hold home hope hot hour hours house human husband ice idea important
    information inside interesting issue item job's join joke keep key kid kill kind king kitchen know land
    language large last late later laugh law lead learn leave left letter life light line link little live
    lives log long look lose lost love low lunch machine mail main man manager mark market married match
    matter mean meaning means meet meeting member mind minute minutes miss moment monday money month months
    moon morning mother mouth move movie movies music names national need needs new news next nice night
    normal note number numbers offer office old online open order organize original others outside page
    pages paper park part party pass past pay people person phone photo pick picture pizza place plan planet
    plane play player poem point police political poor possible post power president pretty price print
    printer private prod production product program project public put question questions quiet quote rain
    read ready real reason record red relationship remember remind remove report reports request rest result
    results rice right ring river road rock room rule run safe sale sales salary saturday save say says
    school sea season second seconds see seem sell send sense serious server service set sick side sign
    simple sing sister site sit size sleep slow small snow social state states status log logs song sort
    sound speak special spend sport spring stand star state stay step stock stop store story street strong
    student stupid style such sugar summer sun sunday support sure swim system table take taken takes talk
    talking tall taxi tea teach team tech tell ten term text theory think thinking third thought thursday
    ticket time times tired together told tool top total town trade train travel tree trip trouble true
    trust truth tuesday turn tv twice type under understand unit use used user users using usual value
    version video visit voice wait wake walk wall want wanted wants war warm watch water weather wednesday
    week weekend weeks weird white whole wife win wind window winter wish woman wonder wondering word words
    work working works world worry worse worst write wrong year years young affect affected effect impact
    overview summary condition owner schedule scheduled reference references feed flow critical fail fails
    failed failure delay delayed skip miss break breaks broke broken cancel cancelled finish finished hang
    hangs stuck remove drop disable sequence follow follows parent parents children count counts begin
    begins ended starting built made ran sent wrote went took gave found kept told said saw knew thought
    brought bought caught held stood won paid met drank drove flew fell felt grew ate spoke beer wine bread
    lion cheese salt soup fruit rice egg meat juice apple orange banana hotel flight ticket holiday salary
    exam doctor medicine hospital climate economy recipe weather forecast snow joke poem movie song guitar
    piano cricket soccer tennis chess match score goal champion league planet star universe ocean mountain
    january february march april june july august september october november december
    """)
)  # fmt: skip
"""Frequent words: they weigh little, found or not, and are never taken for a misspelling."""

ACRONYMS = word_set("""
    api asap aws btw ceo cio cto csv cpu db dba dev dns eod etl faq ftp fyi hr html http https id imho imo
    it json kb lmao lol mb mr mrs ms nasa omg os pc pdf php pm pr prod qa rofl sftp sql ssh tbd tv uat uk un
    url us usa utc ui ux vm vpn wtf xls xlsx xml yaml
    """)
"""Words people write in capitals that name nothing of their own."""

NUMBER_WORDS: dict[str, int] = {
    "zero": 0, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "twenty": 20,
}  # fmt: skip

FILE_SUFFIXES = word_set(
    ".txt .log .csv .tsv .json .yaml .yml .xml .pdf .doc .docx .xls .xlsx .ppt .pptx .zip .gz .tar .tgz .7z "
    ".png .jpg .jpeg .gif .svg .html .md .py .sql .sh .parquet .avro .ini .cfg .conf .dat .bak"
)
"""Endings that make a word a file name whatever is installed."""

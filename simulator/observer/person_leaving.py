"""How people leave, take something back, or go elsewhere: rules in the notation of `person_rules.prepare`."""

TABLE = r"""
= seek_human
{soon}|{will} {talk}(?: \w+){0,3}? (?:my|our|the|an?|one|one of my|some)(?: \w+)? {kin}
{soon}|{will} {talk}(?: \w+)?(?: to| with)? (?:aunt(?:ie|y)?|uncle|mum|mom|dad|gran|nan|grandma)\b
{soon}|{will} {talk}(?: \w+)?(?: to| with)? (?:an? )?(?:real|actual|living|human)(?: \w+)?
{soon}|{will} {talk}(?: \w+)?(?: to| with)? (?:someone|somebody|people|a person) (?:else|i|ive|who|in|real|close|at
    |there)\b
{soon}|{will} (?:call|ring|phone|text|message|ask|tell|try|wake|visit|see|talk to|talk with|speak to|speak with
    |go to|chat with)(?: up)? (?:her|him)\b
{soon}|{will} {talk}(?: \w+)?(?: to| with)? (?:father|mother|sister|brother|frau|herr|mrs?|ms|miss|rev\w*|pastor
    |next door)\b
{soon}|{will} see (?:if|whether) (?:my|the|our|next|some\w+)\b
{soon}|{will} have a (?:word|chat) with\b
{soon}|{will} {talk}(?: \w+)?(?: to| with)? my(?: [\w-]+){1,4},? (?:he|she)\b
a my our theres|(?: \w+){0,2} {kin}[^?!]{0,40}?\b(?:i might|id like to|i could|ill|i will) (?:talk|speak
    |have a word)(?: to| with)(?: instead)?(?:[.,]|$)
a my our theres|(?: \w+){0,2} {kin}[^?!]{0,50}?\b(?:ill|i will|might|going to|gonna)(?: \w+)? (?:talk|speak|call
    |ring|phone|text|message|ask|tell|go|see|write) (?:to |with |over )?(?:her|him|them|there|it)\b
talk talking speak speaking|(?: to| with) my(?: \w+)? {kin} (?:now|instead|tonight|tomorrow|then)
my|(?: \w+)? {kin} (?:will|would|might|can|is going to) (?:listen|know|understand|be (?:home|up|there|here|back))
~need want|(?: to (?:talk|speak) (?:to|with))? an? (?:real|actual|living|human) (?:person|human|being|voice|one)
= accept_referral
{soon}|{will} {contact}(?: [\w-]+){0,4}? {help}
{soon}|{will} {contact}(?: \w+)?(?: to| with)? (?:them|there|that place|it a (?:ring|call)|what you (?:said
    |suggest\w*|recommend\w*|mention\w*|gave))\b
{soon}|{will} (?:call|ring|phone|dial|contact|text) (?:it|that|tomorrow|now)\b
{soon}|{will} (?:book in|make an appointment|get (?:some )?(?:professional )?help|seek help|get seen|use it|(?:do
    |try|follow) (?:as|what) you (?:say|said|suggest\w*|advise\w*)|look (?:at (?:that|it)|(?:it|that|this|them) up)
    |reach out)\b
calling dialling dialing ringing texting phoning|(?: it| them| the \w+| that \w*| this \w+)(?: \w+)? ?(?:now
    |right now|tonight|tomorrow)
saved save wrote writing took got|(?: down)? (?:the|that|it)(?: number| link| address)?(?: down)?,? (?:and )?
    (?:i will|ill|will|im going to)
thanks thank|(?: you)?(?: so much)? for the (?:number|link|line|referral|resources?|contact)
= withdraw
bye byebye cya cheerio goodnight|
goodbye farewell|(?<!a goodbye)(?<!the goodbye)(?<!say goodbye)(?<!his goodbye)(?<!her goodbye)(?<!said goodbye)
    (?<!my goodbye)
good| ?(?:bye|night)\b
night nite|(?:(?<=^night)|(?<=[.!,] night)|(?<=^nite)|(?<=[.!,] nite))[.! ]*$
gotta| (?:go|run|dash|sleep)\b
no| matter\b
later laters|(?:(?<=^later)|(?<=[.!,] later)|(?<=[.!,] laters))[.!]*$
thats exactly|(?: exactly)? what i (?:thought|figured|expected|feared)\b
sorry|(?: that i| to| for| i)(?: even)? (?:bother|bothered|bothering|disturb|disturbed|disturbing)\b
im|(?<=^done)
done|(?:(?<=^done)|(?<=[.!,] done))[.!]*$
doesnt| matter\b(?: any ?more)?[.,!]
does| not matter\b
see| (?:ya|you)$
never| ?mind\b(?!,? (?:what|that|the|about|my|me|all)\b)
nevermind nvm|(?!,? (?:what|that|the|about|my|me|all)\b)
forget| (?:it|this|about it)\b(?! all)(?! i )
leave| it(?: at that| there| then|,? then| be)?(?: ?[.!,]|$)
lets| (?:just )?(?:leave it|stop|end|call it|drop it)\b(?! out)
im am|(?: so)? (?:done|out|finished|leaving|off|logging off|going now|going to (?:go|leave|stop|log off)|closing
    |signing off|giving up|gone)\b(?! of| for| being| hiding| with (?:being|hiding)| to )
i| (?:give up|quit|(?:should|have to|need to|must|better|will|think ill|got to|had better|ought to|best) (?:go
    |leave|stop|log off|end|get (?:to|back|on|going))\b(?! (?:to|over|and|into|for|through|on)\b))
id| (?:better|best) (?:go|leave|stop|log off|get|check|be off|be going|sleep)\b
i ill|(?: will not| wont| shant| shall not| am not going to| do not want to| dont want to| will stop| stop) 
    (?:bother|bothering|trouble|take up|taking up) (?:you|your|any)
i| (?:will not|wont|shant|am not going to) (?:bother|trouble|write|ask|try|come|message|waste|be back|use|talk)
    (?: \w+){0,2} (?:again|any ?more|back|here)\b
ill| (?:leave|stop|go|manage|cope|be off|let you go|give up|log off|get out|find (?:it|that|out|another)|figure
    |deal with|look (?:elsewhere|somewhere)|try (?:somewhere|elsewhere|another|a different)|sort it|do it myself
    |work it out)\b(?! (?:to|over to|and|out the|the|that|my|out my)\b)
i|(?: do not| dont)? (?:want|think i want|feel like|have the (?:energy|strength)|wanna)(?: \w+){0,3}? (?:talk
    |talking|do this|doing this|go on|continue|chat)\b(?: \w+)? ?(?:any ?more|now|longer)
logging closing deleting leaving uninstalling|(?<!not leaving)(?<!not closing) (?:off|out|(?:this|the|it|you)(?: 
    (?:app|chat|tab|window|page|browser|laptop|conversation))?(?: now)?(?:[.!,]|$))
take| care\b(?! of)
thats| (?:it|all|enough)(?: from me| then| for (?:me|today|tonight|now))\b
no| point (?:in )?(?:talking|going on|trying|continuing|this|asking|staying)
dont| (?:bother|worry about it|trouble yourself)
enough|(?: of this\b|(?<=^enough)[.!]|(?<=[.!] enough)(?:[.!]|$))
~waste| of (?:my )?time
~whatever|[.!,]
~whatever|$
~drop| it\b
~thanks cheers| (?:anyway|for nothing|for trying)
~tired sick| of (?:this|trying|explaining|asking)
= self_censor
forget| (?:about )?(?:what|everything|all|anything|the \w+(?: \w+)?|that)(?: that)? i(?: even| just| ever)? {said}
forget| (?:that )?(?:i|ive)(?: even| ever| just)? {said}
forget| (?:about )?(?:that|my (?:last|question|message)|all (?:of )?(?:that|this))\b
ignore disregard scratch strike delete erase unsee| (?:out )?(?:that|this|it|what|my|me|all|everything|the)\b
take taking| back\b
take taking| (?:that|it|this|all that|everything)(?: \w+){0,2}? back\b
shouldnt shdnt| (?:really )?have (?:said|brought|asked|told|mentioned|written|come|opened|bothered|started|gone|put
    |dumped|shared|sent|typed|spoken|let)
should shouldnt ought|(?: not| never)?(?: to)? (?:say|tell|write|share|speak of)\b(?: \w+){0,2} (?:such|this|that
    |it|these|things)\b
talk talked| (?:way |far )?too much\b
mistake| to (?:write|tell|say|ask|share|bring|mention|come|open)\b
take remove| (?:away )?my words\b
it| (?:is|was) not important\b
should ought| (?:not|never)(?: to)? have (?:said|brought|asked|told|mentioned|written|come|opened|bothered|started
    |gone|put|dumped|shared|sent|typed|spoken|let)
i|(?: did not| didnt) (?:mean|want|intend) to (?:say|dump|burden|worry|bother|bring|upset|scare|alarm|put|be (?:so
    |a|too)|make (?:you|it|this)|offend|cause|go (?:there|on))
pretend act| (?:like |as if )?(?:i|that i|you|we) (?:never|didnt|did not|hadnt)
i ive|(?: have)? (?:said|shared|wrote|told you|written|talked|spoken) (?:way |far )?too (?:much|freely|openly)
overshared oversharing rambling ranting|
sorry|(?: for| about)(?: being| dumping| bringing| saying| that| all| asking| burdening| the| worrying| what
    | unloading| my (?:outburst|mood|drama|rant|feelings|message))\b
sorry|,? (?:that )?i(?: even| ever| just)? (?:{said}|dumped|started|came|shouldnt)
i| was (?:just |only )?(?:being (?:\w+ )?(?:dramatic|silly|stupid|daft|over)|exaggerating)
i|(?: will not| wont| will never) (?:mention|bring|talk about|say|ask|raise|go)(?: up)? (?:about )?(?:it|that|this
    |there|such things|anything)\b(?: \w+){0,3}?(?: again| any ?more| up)?
keep keeping| (?:it|that|this|those|the rest|my)(?: \w+){0,2} to myself
ill| (?:leave|keep|drop|skip|shut|tone|stop|take)\b(?: \w+){0,4}? (?:out|down|up|to myself|it simple|light|safe)\b
never| ?mind,? (?:what|that|the|about|my|me|all)\b
nevermind nvm|,? (?:what|that|the|about|my|me|all)\b
talk chat| about (?:something|anything) (?:else|easier|lighter|normal|nicer|different|safer)
something| (?:lighter|easier|more cheerful|less heavy|safer|nicer|less serious)
change changing|(?<!not change)(?<!dont change)(?<!wont change) (?:of|the) (?:subject|topic)
keep keeping| (?:it|this|things) (?:light|simple|short|general|safe)
leave leaving put| (?:us |that |it )?(?:aside|alone|behind) what i\b
it that| was (?:just |only |very |so )?(?:silly|stupid|daft|dumb|foolish\w*|nonsense|tiredness)\b
silly stupid daft wrong dumb foolish| (?:of me|thing to say|to (?:ask|bring|say|mention|write))
lets| (?:just )?(?:skip|forget|leave|drop|not (?:talk|go)) (?:that|this|there|it out|about)\b
~instead| ?[?.]?$
"""

"""How people leave, take something back, or go elsewhere: rules in the notation of `person_rules.prepare`."""

TABLE = r"""
= seek_human
i ill im id gonna going might maybe let guess better|{will} {talk}(?: \w+){0,3}? (?:my|our|the|an?|one of my|some)(?: \w+)? {kin}
i ill im id gonna going might maybe let guess better|{will} {talk}(?: \w+)?(?: to| with)? (?:aunt(?:ie|y)?|uncle|mum|mom|dad|gran|nan|grandma)\b
i ill im id gonna going might maybe let guess better|{will} {talk}(?: \w+)?(?: to| with)? (?:an? )?(?:real|actual|living|human)(?: \w+)?
i ill im id gonna going might maybe let guess better|{will} {talk}(?: \w+)?(?: to| with)? (?:someone|somebody|people|a person) (?:else|i|ive|who|in|real|close|at)\b
my our theres|(?: \w+){0,2} {kin}[^.?!]{0,40}?\b(?:ill|i will|might|going to|gonna)(?: \w+)? (?:talk|speak|call|ring|phone|text|message|ask|tell|go|see|write) (?:to |with |over )?(?:her|him|them|there|it)\b
talk talking speak speaking|(?: to| with) my(?: \w+)? {kin} (?:now|instead|tonight|tomorrow|then)
my|(?: \w+)? {kin} (?:will|would|might|can|is going to) (?:listen|know|understand|be (?:home|up|there|here|back))
~need want|(?: to (?:talk|speak) (?:to|with))? an? (?:real|actual|living|human) (?:person|human|being|voice|one)
= accept_referral
i ill im id gonna going might maybe let guess better|{will} {contact}(?: [\w-]+){0,4}? {help}
i ill im id gonna going might maybe let guess better|{will} {contact} (?:them|it a (?:ring|call))\b
i ill im id gonna going might maybe let guess better|{will} (?:call|ring|phone|dial|contact|text) (?:it|that|tomorrow|now)\b
i ill im id gonna going might maybe let guess better|{will} (?:book in|make an appointment|get (?:some )?(?:professional )?help|seek help|get seen|use it)\b
calling dialling dialing ringing texting phoning|(?: it| them| the \w+| that \w*| this \w+)(?: \w+)? ?(?:now|right now|tonight|tomorrow)
saved save wrote writing took got|(?: down)? (?:the|that|it)(?: number| link| address)?(?: down)?,? (?:and )?(?:i will|ill|will|im going to)
thanks thank|(?: you)?(?: so much)? for the (?:number|link|line|referral|resources?|contact)
= withdraw
bye goodbye byebye cya farewell cheerio goodnight|
good| ?(?:bye|night)\b
see| (?:ya|you)$
never| ?mind\b(?!,? (?:what|that|the|about|my|me|all)\b)
nevermind nvm|(?!,? (?:what|that|the|about|my|me|all)\b)
forget| (?:it|this|about it)\b(?! all)(?! i )
leave| it(?: at that| there| then|,? then| be)?(?: ?[.!,]|$)
lets| (?:just )?(?:leave it|stop|end|call it|drop it)\b(?! out)
im am|(?: so)? (?:done|out|finished|leaving|off|logging off|going now|going to (?:go|leave|stop|log off)|closing|signing off|giving up|gone)\b(?! of| being| hiding| with (?:being|hiding)| to )
i| (?:give up|quit|(?:should|have to|need to|must|better|will|think ill|gotta|got to|had better|ought to) (?:go|leave|stop|log off|end)\b(?! (?:to|over|and|into|for|through|on)\b))
i ill|(?: will not| wont| am not going to| will stop|ll stop| stop)? (?:bother|bothering|trouble|take up)(?:ing)? (?:you|your|any)
i wont|(?: will not| wont)? (?:bother|trouble|write|ask|try|come|message|waste|be back|use|talk)(?: \w+){0,2} (?:again|any ?more|back|here)\b
ill| (?:leave|stop|go|manage|cope|be off|let you go|give up|log off|get out|find (?:it|that|out|another)|figure|deal with|look (?:elsewhere|somewhere)|try (?:somewhere|elsewhere|another|a different)|sort it|do it myself|work it out)\b(?! (?:to|over to|and|out the|the|that|my|out my)\b)
i|(?: do not| dont)? (?:want|think i want|feel like|have the (?:energy|strength)|wanna)(?: \w+){0,3}? (?:talk|talking|do this|doing this|go on|continue|chat)\b(?: \w+)? ?(?:any ?more|now|longer)
logging closing deleting leaving uninstalling turning| (?:this|the|off|out|it|you)\b
take| care\b(?! of)
thats| (?:it|all|enough)(?: from me| then| for (?:me|today|tonight|now))\b
no| point (?:in )?(?:talking|going on|trying|continuing|this|asking|staying)
dont| (?:bother|worry about it|trouble yourself)
enough|(?: of this|[.!]|$)
~waste| of (?:my )?time
~whatever|
~drop| it\b
~thanks cheers| (?:anyway|for nothing|for trying)
~tired sick| of (?:this|trying|explaining|asking)
= self_censor
forget| (?:about )?(?:what|everything|all|anything|the \w+(?: \w+)?|that)(?: that)? i(?: even| just| ever)? {said}
forget| (?:that )?(?:i|ive)(?: even| ever| just)? {said}
forget| (?:about )?(?:that|my (?:last|question|message)|all (?:of )?(?:that|this))\b
ignore disregard scratch strike delete erase unsee| (?:that|this|it|what|my|me|all|everything|the)\b
take taking| (?:that|it|this|all that|everything)(?: \w+){0,2}? ?back
i| (?:should not|shouldnt|should never|probably shouldnt|really shouldnt) have (?:said|brought|asked|told|mentioned|written|come|opened|bothered|started|gone|put|dumped|shared|sent)
shouldnt| have (?:said|brought|asked|told|mentioned|written|opened|shared|sent)
i|(?: did not| didnt) (?:mean|want|intend) to (?:say|dump|burden|worry|bother|bring|upset|scare|alarm|put|be (?:so|a|too)|make (?:you|it|this)|offend|cause|go (?:there|on))
pretend act| (?:like |as if )?(?:i|that i|you|we) (?:never|didnt|did not|hadnt)
i ive|(?: have)? (?:said|shared|wrote|told you|written) (?:way )?too much
overshared oversharing rambling ranting|
sorry|(?: for| about)(?: being| dumping| bringing| saying| that| all| asking| burdening| the| worrying| my| what| unloading)\b
sorry|,? (?:that )?i(?: even| ever| just)? (?:{said}|bothered|dumped|started|came|shouldnt)
i| was (?:just |only )?(?:being (?:\w+ )?(?:dramatic|silly|stupid|daft|over)|exaggerating)
i|(?: will not| wont| will never) (?:mention|bring|talk about|say|ask|raise|go)(?: up)? (?:about )?(?:it|that|this|there|such things|anything)\b(?: \w+){0,3}?(?: again| any ?more| up)?
keep keeping| (?:it|that|this|those|the rest|my)(?: \w+){0,2} to myself
ill| (?:leave|keep|drop|skip|shut|tone|stop|take)\b(?: \w+){0,4}? (?:out|down|up|to myself|it simple|light|safe)\b
never| ?mind,? (?:what|that|the|about|my|me|all)\b
nevermind nvm|,? (?:what|that|the|about|my|me|all)\b
talk chat| about (?:something|anything) (?:else|easier|lighter|normal|nicer|different|safer)
something| (?:lighter|easier|more cheerful|less heavy|safer|nicer|less serious)
change changing| (?:of|the) (?:subject|topic)
keep keeping| (?:it|this|things) (?:light|simple|short|general|safe)
silly stupid daft wrong dumb foolish| (?:of me|thing to say|to (?:ask|bring|say|mention|write))
lets| (?:just )?(?:skip|forget|leave|drop|not (?:talk|go)) (?:that|this|there|it out|about)\b
~instead| ?[?.]?$
~sorry|
"""

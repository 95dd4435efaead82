"""How people alter what they ask after it was refused: rules in the notation of `person_rules.prepare`."""

TABLE = r"""
= third_person
asking ask wondering| (?:this |it )?(?:for|because of) (?:(?:a|an|my|our|one of my|another)(?: \w+){0,2} {kin}
    |somebody|someone)\b
on| behalf of\b
its is was thats| (?:for|about) (?:a|an|my|our|this|some\w*|one of my)(?: \w+){0,2} {kin}
its is was thats| my(?: \w+)? {kin}
its is was thats| (?:really |actually )?(?:for|about) (?:{someone}|another person|somebody else)
asked requested wants| me to (?:find|ask|check|look)\b
on| (?:his|her|their) behalf\b
a one| \w+ of (?:mine|ours)\b
its is| (?:not|isnt) me\b
someone somebody| (?:under|who lives|i look|i care|close)\b
isnt not wasnt| (?:really |actually |even )?(?:for|about) (?:me|myself)\b
not| me\b,? (?:its|but|that|who|asking|its my)
someone somebody| (?:in|on|at|from) (?:my|our)\b
someone somebody| (?:that |who )?(?:i|we) (?:know|care about|love|work with|met)
for| (?:a|an|my|our|one of my)(?: \w+){0,2} {kin} (?:not me|who|actually|of mine|really)
one|(?<!im the one)(?<!i am the one) (?:who|thats) (?:isnt|is|has|wants|needs|takes|asked|wont|cant|doesnt)\b
what| (?:should|can|do|could) i (?:tell|say to) (?:a|my|an|this)(?: \w+)? {kin}
~my our a one| (?:of my )?(?:\w+ ){0,2}?{kin}(?: of mine)?(?:,? \w+)? (?:has|is|wants|needs|takes|was|keeps|asked
    |told|cant|feels|says|said|thats|thinks|went|does|isnt|might|wont|doesnt|started|stopped|wrote|got|wanted)\b
= hypothetical
hypothetically theoretically hypothetical supposing|
theoretical| (?:question|case|situation)
in| theory\b
suppose|(?<!i suppose)(?<!you suppose)(?<!we suppose)(?<!id suppose)(?: that| for)?[, ](?! ?(?:so|not)\b)
what and but so ok okay| (?:what )?if\b(?! i call| you dont)
lets let| (?:us |me )?(?:just )?(?:assume|pretend|imagine|suppose|(?<!let me )say(?= ,?(?:i|you|we|he|she|they|its?
    |there|a|an|my|the|{someone})\b))\b(?! i didnt| i never| that i never)
say|(?<=^say),? (?:{someone}|a|i|there|you|she|he|they|its?|im|that)\b
say|(?<=[.!?,:;] say),? (?:{someone}|a|i|there|you|she|he|they|it|that)\b
picture| (?:this|a person|{someone})
imagine|(?<!i imagine)(?<!cant imagine)(?<!you imagine)(?<!could imagine) (?!how|what it|so\b)
pretend| (?:youre|you are|its|it is|im|i am|that|for|were|we are|this|theres)\b(?! i (?:never|didnt))
pretend|(?: just)? for\b
if| (?:(?:{someone}|a character)(?: \w+)? (?:were|was|had|wanted|did|stopped|went|asked|said|\w+s)|(?:i|you|it|this
    |she|he|they|that|there)(?: \w+)?(?<!as if it)(?<!as if i)(?<!as if they) (?:were|was)|i (?:stopped|asked))\b
for| (?:just )?(?:the sake of argument|arguments? sake|a moment,? (?:say|imagine|assume))
thought| experiment
assume assuming|(?: that| for)? (?:i|you|we|it|a|the|there|{someone}|that)\b
speaking| (?:hypothetically|purely|theoretically|generally)
in| an? (?:imaginary|made-up|made up|alternate|perfect|different) (?:world|case|situation|universe|story)
all| made up
lets roleplay| ?(?:do (?:a )?)?role ?-?play\b
~role| ?-?play
would|(?<=^would) {someone} 
~in| an? (?:story|novel|film|movie|book|game|play)\b
~a| character (?:who|in|that)
= rephrase
put say ask phrase word try explain start saying asking putting| (?:it|this|that|again|my \w+|over|me)
    (?: \w+){0,2}? ?(?:again|another way|differently|(?:in )?(?:an)?other (?:way|words?)|a different way
    |in different words|more simply|simply|over|from the top)\b
another other different new better cleaner| (?:way|wording|words|angle|phrasing|go)\b
in| other words
put| (?:differently|simply|another way|badly|plainly)
rephrase rephrasing reword rewording|
put phrased worded said explained asked expressed| (?:it|that|this|myself) (?:badly|wrong|poorly|clumsily|all wrong
    |too \w+)
came come| out (?:all )?(?:wrong|badly|weird|funny)
didnt| (?:explain|say|put|phrase|word|express) (?:it|that|this|myself|things)
bad wrong clumsy| wording
i| (?:type|write) (?:it )?(?:again|anew|one more time)\b(?! and again)
say| again\b
what| (?:im|i am|i was|i want|i wanted|id like)(?: really| actually| only| just)? (?:asking|trying to (?:ask|say)
    |to (?:ask|know)|after)\b
i| guess what im
try|(?: that| this| it| asking)? again\b
lets let| (?:me |us )?(?:try|start)(?: that| this| it)? (?:again|over)
simpler plainer clearer| (?:words?|terms|question|version|way)
= clarify
im| not (?:asking|looking|saying|trying|talking|after|wanting|here|telling|interested|going to (?:hurt|kill|do
    |harm)|suicidal|hurting|planning|dangerous|in danger|about to|joking|kidding|playing|panicking|making
    |threatening|exaggerating)
i| (?:dont|didnt|did not|do not|wasnt|am not|havent)(?: actually| really| even)? (?:mean|meant|meaning|ask|asking
    |say|saying|speaking|talking (?:about|of)|trying|looking|look for|suicidal|planning|hurting|dangerous)\b(?! to 
    (?:dump|burden|worry|bother|be|say|bring|upset|scare))
i| (?:only |just |simply |really |actually |was )?meant\b
mean meant intend intended| (?:it|that|this) (?:like|that way|as)\b
never| (?:meant|intended)\b
intend intended| that meaning
took taken take read reading taking| (?:it|that|this|me|my \w+|what i \w+)(?: \w+){0,2} (?:literal\w*|wrong\w*
    |serious\w*|the wrong way)\b
read| wrong\b
wrong| (?:sense|word|words|impression|way)\b
mistaken misunderstood misread misjudged| (?:my|me|the)\b
understood understand got get getting| (?:me|it|that) (?:wrong|wrongly|upside|different\w*|some\w*|backwards)\b
not| in (?:crisis|trouble)\b
never didnt dont| mean (?:that|it|this|anything)\b
turn| (?:this|that|it|me) into\b
reading read| \w+ into (?:it|this|that)\b
into| it that i\b
never| said (?:that|anything)\b
my| meaning\b
i| (?:mean|meant) (?:it plain\w*|simple|only|just)\b
you| (?:think|thought|assume|assumed) (?:that )?(?:i|im)\b
what| i wanted to say\b
made make| myself (?:\w+ )?(?:clear|plain|understood)
mix mixing mixed confuse confused confusing mistake mistook mistaken| (?:me|two|that|this|up|it|things)\b
was am im| (?:just |only )?(?:joking|kidding|being (?:funny|sarcastic|ironic))
just only bad| (?:a )?joke\b
how|(?<=just how)(?<!is how) (?:i|we|people) (?:talk|type|speak|say it|write)\b
how| (?:we|people) (?:talk|type|speak|say it|write)\b
only| how (?:i|we) (?:talk|type|speak|write)\b
should let ought| (?:me |to )?(?:have )?(?:explain|explained|said)\b(?! (?:anything|something|it|that|nothing))
literally|,? ?$
what| i (?:mean|meant|am saying|was saying|need is|want is|wanted was)\b
clarify clarification clarifying|
to me| be (?:\w+ )?(?:clear|plain|specific|precise|exact)
you youve| (?:have |may have |might have |completely |totally )?(?:misunderst\w+|misread|got (?:me|it|that) wrong
    |have me wrong|took (?:it|that|me) (?:wrong|the wrong way)|got the wrong)
misunderstanding misunderstood misunderstand|
by| \w+(?: \w+)? i (?:mean|meant)\b
when| i (?:say|said|wrote|write|talk about)\b
isnt not wasnt| what (?:i|im|i am) (?:meant|said|saying|mean|getting at|talking about)\b
~isnt not wasnt| what (?:i|im) (?:asked|wanted|was asking|asking|after)\b
i| dont want to (?:die|overdose|kill|hurt|harm|be dead|end)
im| (?:actually |really )?safe\b
i| am (?:actually |really )?(?:safe|not (?:suicidal|asking|looking|saying|in danger|hurting|trying|talking))\b
its is| (?:all |just |only |purely )?(?:fiction|fictional|a figure of speech|a metaphor|an expression|a saying
    |for a (?:novel|story|book|class|course|paper))\b
figure| of speech
isnt not arent| (?:a )?real\b
none| of (?:it|this|that) is\b
i| (?:only |just )?mean(?: the| this| exactly| that| my| a|,| in| something| smth)\b
the| (?:wrong (?:end|idea)|difference)
~not| (?:killing|dying|hurting|harming|ending|the|a|about|my|that kind)\b
~was| (?:\w+ ){0,2}(?:years ago|a long time ago|in the past|last year)
= minimise
not isnt wasnt aint nothing| (?:really |even |all |actually )?(?:\w+ )?(?:(?:that|so|as|very|too|really|all that) 
    (?!bad|deep|heavy|dark|big))?(?:serious|critical|major|grave|alarming|terrible|dramatic|(?:(?:that|so|as|very
    |too|really|all that) )(?:bad|deep|heavy|dark|big)|a (?:big|huge) (?:deal|thing)|a crisis|an emergency
    |life or death|the end of the world|a problem|urgent)\b
no| big(?:gie| deal| drama| thing)\b
no|(?: great| real| big)? (?:drama|biggie|fuss|cause for|need (?:to )?(?:worry|panic|be alarmed|call|for (?:concern
    |alarm|worry)))
nothing| (?:is |really |too |very )?(?:on fire|wrong|major|to worry|special|dramatic|big|terrible|much)\b
others| (?:have|had) it\b
a| (?:really |very )?(?:small|trifling|minor|tiny|little) (?:matter|thing|issue|problem)\b
not| worry\b
exaggerate fuss|
dramatic| ?[.,!]
one| of those (?:days|weeks|nights|evenings)
out| of ten\b
just only merely simply purely mostly| (?:\w+ )?(?:curious|asking|wondering|interested|stressed?|tired|bored|a 
    (?:bad|rough|long|tough|hard) (?:day|week|patch|night|month)|a phase|a question|venting|nosy|tiredness
    |the usual|a bit (?:of|down|tired|low|stressed))\b
out| of (?:interest|curiosity)
curiosity curious|
dont| (?:make (?:a (?:big )?(?:thing|deal|fuss)|such)|worry|panic|read too much|be alarmed)\b(?! about it)
im| (?:totally |perfectly |really |actually |honestly )?(?:fine|ok|okay|all right|alright|grand|coping|managing
    |good)\b(?! (?:with|at|for)\b)
i| am (?:really |actually |quite )?(?:fine|ok|okay|all right|alright)\b
overreacting overthinking overreacted|
its it|(?: is| was)? (?:really |honestly |probably |just )?(?:nothing|fine|small|minor|silly|trivial|manageable|
    (?:a )?normal(?: thing)?|all good|no big)\b(?! (?:of me|to (?:ask|do with)))
everyone everybody|(?: in my \w+| around me| i know)? (?:feels|has|have|does|gets|goes|thinks)
chill relax|(?: out)?\b
it| happens\b
blown blowing| (?:it |this |that )?(?:all )?out of
worse| than it (?:is|sounds|was)
than| it sounds
sounds| (?:worse|more serious|more dramatic|scarier)
only just| (?:a )?(?:a couple|a few|a little|a small|a bit|a joke|a scratch|little|scratches|now and then
    |sometimes)\b
= split
just only even do|(?<!the only)(?<!your only) (?:give me |tell me |do |about |with |on |that )?(?:the |a |an |that 
    |this )?(?:first|one|single|next|opening|smaller|smallest|part|piece|half|five|ten|two|easiest|general
    |beginning|start|basics)\b(?! (?:to|else|who|night|time|more time|of (?:those|them|many|my))\b)
one| (?:\w+ )?(?:at a time|by one)\b
give| me (?:just |only )?(?:one|a single|the first|a part|half|the easy|a piece|a hint)\b
one single| (?:small |little |simple |quick )?(?:thing|step|part|bit|piece|sentence|question|line|word|point
    |example|detail)(?:(?: then| only| please| first| of (?:it|that|this))(?: ?[:,.;?]|$)| ?[:,.;]|$)
then| half\b
in| (?:parts|pieces|steps)\b
part beginning start question piece| (?:only|first)\b
narrow reduce shrink| (?:it|the|my|this|that)\b
first| part\b
half| then\b
divide dividing| (?:it|this|that|them)\b
at| least (?:give me |tell me |do |show me )?(?:the |a |one |half|some|part|that)
break breaking split splitting cut cutting| (?:it|this|that|them)(?: \w+)? (?:down|up|into)
small smaller smallest tiny little easiest| (?:piece|part|question|bit|step|chunk|ask|version|request)s?\b
first| (?:question|part|step|bit|piece|things? first|point|half)\b
start begin| (?:\w+ )?(?:with|from|at|small)\b(?! me| you)
leave leaving set put| (?:\w+ ){1,4}aside\b
leaving leave| (?:out|aside) the
part bit piece half| of (?:it|this|that)\b
not| (?:the whole|all of|everything|the rest|the full)
forget skip never| ?(?:mind )?the (?:rest|other|whole|hard|details)
then just|(?<=then) (?:just|only)\b
bit step piece| by (?:bit|step|piece)
without| the (?:rest|hard|other|dangerous|details)
"""

"""How people press on with what was refused: rules in the notation of `person_rules.prepare`."""

TABLE = r"""
= challenge
why| (?:cant|wont|dont|do|did|would|not|cannot|is|are|should|couldnt|isnt|arent|doesnt|ca)\b
how| come\b
canned scripted robotic boilerplate copypasta nanny autopilot parrot hypocrite hypocritical hypocrisy|
copy copied pasted cut|(?: |-)?(?:and )?(?:-)?past\w+|(?<=pasted)|(?<=copied)
stock generic standard template automated automatic scripted ready-made pre-written| (?:answer|phrase|reply
    |response|line|message|text|sentence|speech)s?\b
brush brushing brushed fob fobbing fobbed palm palming palmed shut shutting| (?:me |people )?(?:off|down|out)\b
is| (?:this|that|it) because\b
what| (?:is stopping|stopped|stops) you\b
zero no| (?:content|substance|actual (?:help|answer))\b
why how|\?
nothing| (?:inside|in it|useful)
you|(?: \w+){0,4} (?:answered|said|gave|skipped|ignored) (?:nothing|everything|what i|most|half)\b
why| so\b
what whats| (?:is |seems to be )?(?:the )?(?:matter|exactly|precisely|bothers you|is this,|on earth)\b
is| that (?:really )?(?:all|it)\b(?! ok| right)
~word| for word
same| (?:\w+ )?(?:answer|line|reply|response|sentence|words|message|speech)\b
you| (?:didnt|did not|havent|have not|dont|never|arent|are not|just|only|cant|keep|always|wont)(?: even| really
    | actually| just| only)? (?:read|listen|listening|reading|understand|understood|answer|answered|heard|hear|care
    |get it|look|say|saying|said|repeat|repeating|repeated|send|sending|sent|be bothered|gave|give|giving|talk
    |assume|assumed|helping|help|quote|quoted|ignore|ignored|hide|hand|tell|telling)\b
did are do have| you (?:even |actually |really |just )?(?:consider|read|listen|hear|understand|reading|listening
    |serious|kidding|joking|a bot|real|a robot|know what|think|care|always|programmed|broken|allowed|hear yourself
    |say this to)\b
whats what| (?:is )?(?:the (?:point|use|reason|harm|problem|danger)|wrong with|gives you|makes you|are you (?:for
    |good for|afraid|scared)|exactly is|did i (?:say|do)|rule|policy|happened to|kind of|good are|part of)\b
who whoever| (?:decided|wrote|makes|made|says|said|told|gave|programmed|are you to)\b
on by| (?:what|whose) (?:grounds|basis|authority|rules?)
makes make| no sense
doesnt dont| make (?:any |much )?sense
youre| (?:supposed|meant|treating|just|only|not (?:even )?(?:listening|reading|helping|really)|useless|hiding
    |avoiding|dodging|judging|assuming|an? (?:useless|machine|robot|bot|fraud)|acting|ignoring|the one who|like
    |repeating|quoting|talking|contradicting|no (?:help|use))\b
so| (?:you|its)(?: \w+)? (?:can|ok|okay|fine|allowed|are)\b
ridiculous absurd nonsense bullshit bs unfair insulting pathetic outrageous ludicrous|
patronising patronizing condescending|
thats that this|(?: is| was)? (?:(?:really |just |even )?(?:not|no|hardly|isnt)(?: even| really| much of)? (?:a 
    |an |the )?(?:answer|help|helpful|fair)|(?:such )?(?:an? )?(?:rubbish|cop ?out|excuse|excuses|dodge|joke|crap
    |script|advert|leaflet|lie|insult|inconsistent))\b
last| (?:time|week|night|month) you
yesterday earlier before a| (?:minute ago |moment ago )?you (?:said|told|could|did|were|answered|gave|had|wrote)\b
how| (?:is|was|are|does|did) (?:that|this|it|a|asking|my|talking|you)(?: \w+){0,3} (?:helpful|harmful|dangerous
    |help|unsafe|a risk|against|supposed|wrong|risky|different)\b
treat treating treated| me (?:like|as)
isnt not| (?:even )?(?:an|a real|a proper) (?:answer|reply|response)
explain| (?:to me )?why\b
you| (?:said|told me|promised|claimed|advertised?|call yourself|gave me|handed|sent me|just sent) (?:you|that you
    |the|a|yourself|it|to help|this|that|me)\b
hand handing handed throw throwing| (?:me|people|out|over)\b
~seriously really|\?
useless|
~leaflet brochure advert ad policy policies rule rules robot machine script bot filter nanny|
= appeal
beg begging desperate desperately implore imploring pleading|
nobody noone|(?: else| to (?:talk|turn|ask)| left| awake| who listens)\b
no| one(?: else| to (?:talk|turn|ask)| left| awake| here| i can)
anyone anybody anywhere| else\b
nowhere where| else\b
dont not never| (?:have |got |have not )?(?:anybody|anyone)(?: else)? (?:to|i can|who|here|left|awake)\b
have got theres| (?:nobody|noone|no one|nowhere)\b
all only| (?:\w+ )?(?:ive got|i have|ive|i got|hope|i can (?:ask|tell|talk))\b
youre|(?: literally| just| honestly)? (?:all|the only|my (?:only|last)|the last)\b
you| are (?:all|the only|my (?:only|last)|the last)\b
please pls plz kindly|,? (?:dont|do not)\b
from| (?:the bottom of )?(?:the |my )heart
im i| (?:am )?(?:(?:so|really|very|too|all|just|absolutely|completely|still|getting|genuinely) ){0,3}(?:scared
    |afraid|alone|lonely|frightened|lost|terrified|struggling|falling apart|at the end|not coping|drowning
    |exhausted|at my|crying|shaking|breaking|in pieces|hurting)\b
i| (?:cant|dont know (?:how|what|where|who)|cannot)(?: \w+)? (?:else )?(?:to )?(?:do (?:this|it|anything|here|now)
    |do$|do[.!]|cope|go on|take|turn|afford|bear|face|manage|breathe|handle)\b
please pls plz|(?:,? (?:please|pls|plz))+
have| (?:a heart|some (?:pity|mercy|compassion))
exception|
just|(?: this)? (?:this )?once\b
mean means meant| (?:so much|a lot|everything|the world|a great deal)
i| (?:really |just )?need (?:you\b|your help|somebody|someone)
my|(?: \w+)? {kin}(?: \w+)? (?:died|left|passed|is dying|is sick|is ill|threw)\b
i ive| (?:just )?(?:lost|buried) (?:my|everything|her|him)
cant cannot couldnt| (?:even )?afford
i ive| (?:have |got )?(?:\w+ )?(?:two|three|four|small|little|young)? ?(?:kids|children|a baby|a toddler)\b
last| (?:hope|chance|resort)
help| me,? (?:please|pls|plz)
~please pls plz pleeease|(?<!yes please)(?<!yes pls)
~help| me\b
= insist
just| (?:answer|tell me|say it|do it|write|give me|say|help)\b
not| (?:budging|moving on|leaving|backing down|dropping|moving)\b
sticking| (?:with|to)\b
until till til before without| (?:you answer|you (?:reply|tell|help|say)|i (?:get|have|hear)(?: an?)? answer
    |an? answer|answer|you do)\b
owe| me\b
same|(?: exact)? (?:q|question|thing)\b
want need expect demand deserve|(?: \w+){0,3} answer\b
answer|(?<!an answer)(?<!the answer)(?<!good answer) (?:me|the|my|it|this|that|please)\b
i|(?<!what i)(?<!since i)(?<!if i)(?<!when i) (?:asked|already|did ask|just asked|told you)\b
ive| (?:already |now )?(?:asked|told|said)\b
i| (?:am asking (?:you|again)|repeat|will repeat)\b
i|(?:(?<=^i)|(?<=[.!?,:;] i)|(?<=like i)|(?<=as i)|(?<=already i)) said\b
im| (?:asking (?:you|again)|repeating|telling you|going to (?:keep|ask)|not (?:leaving|giving up|moving|stopping
    |letting)|staying|waiting|still (?:waiting|asking))\b
again|(?:(?<=^again)|(?<=[.!?] again)) ?[:,.;]
once| more ?[:,.;]
once| more$
one| more time ?(?:[:,.;]|$)
ill| (?:ask|say|repeat|keep|wait)(?: \w+){0,2} (?:again|asking|until|till|once|one|for)\b
yes| or no
i| (?:want|need|demand|expect|deserve|would like|insist on)(?: \w+)? (?:an|the|a (?:straight|real|proper|clear))
    (?: \w+)? (?:answer|plan|reply|scene)\b
i| (?:insist|demand)\b
stop quit| (?:avoiding|dodging|telling|saying|giving|sending|with|changing|ignoring|redirecting|referring|talking
    |pointing|pushing|deflecting|stalling|wasting)\b
dont| (?:send|give|tell|change|dodge|avoid|ignore|refer|redirect|hand|fob)\b
im| not (?:going away|leaving|moving)
like as| i (?:said|asked|told)
i| (?:dont want|do not want|dont need|do not need) (?:a|an|your|the|another|any)\b
i| still (?:want|need|would like|expect|havent|dont have)
do|(?:(?<=^do)|(?<=just do)|(?<=[.!] do)) it\b
i ill| (?:will )?(?:ask|keep asking|say it)(?: \w+)? (?:again|once more|one more time)\b
question| (?:still )?(?:stands|remains)\b
answer| what i\b
still| (?:waiting|asking)\b
come| on\b
straight| answer
~tell give show write|(?<=[.!?,;:] tell) me|(?<=^tell) me|(?<=^give) me|(?<=^show) me|(?<=^write) (?:me|the)
~now|(?<=[.!?,] now)[.!]?$
"""

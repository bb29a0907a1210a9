"""Every item of the five police pages, read from them line by line, and the page and words that carry it here.

A line: the item as the police page has it | page: words | page: words. A line that ends in `~ why` is carried partly
or was replaced on purpose, and says why. The pages are not in this repository: 000 a Welsh force, 001 a force's
message, 002 and 003 two forces' pages, 004 a page of the police's common site.
"""

ITEMS = {
    "000": """
harassment makes you feel distressed, humiliated or threatened | harassment: makes you feel upset, humiliated or threatened
someone you know | harassment: It can come from someone you know
a neighbour | harassment: such as a neighbour
people from your local area | harassment: people from your area
a stranger | harassment: It can come from a stranger
a partner or ex-partner | harassment: It can also come from a partner or an ex-partner
section on domestic abuse | harassment: Help when it is a partner, an ex-partner or family | help: can be part of domestic abuse
unwanted phone calls, letters, emails or visits | harassment: calls, texts, letters, emails or visits you do not want
sexual verbal remarks | harassment: sexual remarks
unwanted physical contact | harassment: touching you do not want
abuse online | harassment: insults and threats, face to face or online
bullying online | harassment: bullying, at school, at work or online
verbal abuse and threats | harassment: insults and threats
damage to your property or possessions | harassment: damage to your home or your things
information spread maliciously to cause distress | harassment: true things about you, spread to hurt you
telling lies about you | harassment: lies about you, told to hurt you
stalking is unwanted | stalking: attention you do not want
repeated | stalking: again and again
obsessive | stalking: from someone who cannot let go of you
controlling | stalking: They try to control you
distressed or scared | stalking: It leaves you scared, upset
can seem trivial at first | stalking: One thing on its own can seem minor
take it seriously | stalking: If it upsets or scares you, take it seriously
someone you know or do not know | stalking: someone you know a little, or a stranger
watching, following or waiting | stalking: They follow you or wait for you | stalking: They watch you or spy on you
publish information about you on the internet | stalking: They put things about you on the internet
pretending to be you on the internet | stalking: They pretend to be you
monitoring you online | stalking: They watch what you do online
going to your home or place of work | stalking: They turn up at your home or work uninvited
unwanted letters | stalking: calls, texts, voicemail, email, letters
unwanted gifts | stalking: They send gifts you do not want
ordering or cancelling goods in your name | stalking: They order or cancel goods in your name
stealing or damaging your possessions | stalking: They steal, damage or tamper with your things
trying to find out personal information | stalking: They keep trying to find out private things about you
threats to hurt you, your children or those close | stalking: They say they will hurt you, your children or people close to you
contacting friends, family and colleagues | stalking: They contact your friends, your family or the people you work with
obscene or sexually explicit messages | stalking: They send rude or sexual messages
a website to understand stalking and stay safe | stalking: alicerugglestrust.org
immediate danger: 999 | help: If someone is in danger now, call 999
not urgent: 101 | help: If it is not an emergency, call 101
a Victim Focus Officer can support you | after_reporting: Some forces in Wales have a Victim Focus team. It supports you
and help you access specialist help | after_reporting: helps you to reach specialist help
how to find the local team | after_reporting: To find yours, look on the website of your police force, or ask on 101
National Stalking Helpline for stalking | stalking: 0808 802 0300
National Stalking Helpline for harassment | harassment: 0808 802 0300 | harassment: Police pages also name it for harassment
Live Fear Free, 24 hours, 0808 8010 800 | help: 0808 80 10 800 | help: Open now, 24 hours a day
for harm by a partner, ex-partner or family | help: Also harm by a partner, an ex-partner or family
its email | help: info@livefearfreehelpline.wales
""",  # noqa: E501 -- a table: one item a line
    "001": """
repeatedly behaves so that you feel scared, distressed or threatened | help: behaves, again and again, in a way that makes you feel scared, upset or threatened
two times or more may be a crime | help: If it happened 2 or more times, it may be stalking or harassment
once could be antisocial behaviour or hate crime | help: such as a hate crime or anti-social behaviour
or another offence | help: If it happened once, it can be another offence
please report it, even once | help: Tell the police either way | stalking: Tell the police on 101, even if it happened only once
very similar offences | help: They are similar crimes
do not worry if you are not sure which | help: You do not need to know which one it is
we explain whether an offence was committed, and which | help: They work out whether it is a crime, and which one, and explain it to you
abusive texts or images | harassment: calls, messages or pictures that insult you
abusive messages on social media | harassment: nasty posts about you on social media
neighbour disputes with abuse or damage | harassment: rows between neighbours with insults or damage
repeated antisocial behaviour | harassment: anti-social behaviour again and again
unwanted or offensive phone calls | harassment: calls, messages or pictures that insult you
harassment: two times or more | harassment: If it happens 2 or more times, it can be a crime
stalking is a form of harassment | harassment: Stalking is a kind of harassment
with an obsession | harassment: the person is obsessed with you
following | stalking: They follow you
going uninvited to the home | stalking: They turn up at your home or work uninvited
hanging around where the person often is | stalking: They hang around places you go to
watching or spying | stalking: They watch you or spy on you
identity theft: signing up, buying | stalking: use your name to sign up or to buy
posting online, unwanted or unknown | online: They post things about you that you do not want or do not know of
stalking: two times or more | stalking: Has it happened 2 or more times?
online: monitors, stalks, harasses, threatens, controls, impersonates | online: to stalk, harass, threaten, control or pretend to be you
by the internet or other technology | online: the internet, a phone or another device
monitoring internet use and email | online: They watch what you do on the internet, or read your email or messages
photos of genitals | online: pictures of genitals that you did not ask for
access to email and social media accounts | online: They get into your email or social media
spamming and viruses | online: They send spam or viruses
stealing identity | online: They steal your identity
threatening to share private information, photographs, messages | online: They say they will share private facts, pictures or messages
tracking software on devices | online: software on your phone or computer that tracks you
online: two times or more | online: If it has happened 2 or more times and you feel scared, upset or threatened
impact on physical or mental health | stalking: It can harm your body, your mind
and on day-to-day life | stalking: and your daily life
changed jobs or moved house | stalking: Some people have changed their job or moved house
it is important to get support | stalking: You should not have to carry this alone
not ready to report: that is OK | help: What if I am not ready to tell the police? That is OK
others give advice and help | help: A helpline will listen and give advice
mobile: press 55 | silent_call: When it tells you to, press 55
or tap | silent_call: cough or tap the phone
transferred to the police | silent_call: You are put through to the police
location usually found | silent_call: The police can usually find where you are
no response: the call could be ended | silent_call: If you do not press 55, tap or cough, the call may end
landline: only background noise, transferred | silent_call: the operator hears only noise around you, they put you through to the police
handset replaced: 45 seconds | silent_call: the line may stay open for 45 seconds. You can pick it up again
location given automatically | silent_call: The police are given the location of a landline automatically
reply to this message | about: Can I write back to you? ~ we take no messages, and say why
""",  # noqa: E501 -- a table: one item a line
    "002": """
often used as interchangeable terms | help: People often confuse stalking and harassment
similar but different offences | help: They are similar crimes, but not the same
physical, psychological, emotional harm | help: Both can harm your body, your mind and your feelings
to families and loved ones | help: They can also harm your family and the people you love
text, answerphone, letter or email | stalking: calls, texts, voicemail, email, letters
comments or threats in person or online | harassment: insults and threats, face to face or online
standing outside or driving past a house | stalking: They stand outside a house, or drive past it
an act of violence | stalking: They attack you
damaging property | harassment: damage to your home or your things
falsely reporting to the police | stalking: They tell the police lies about you to get you into trouble
harassment: distressed, humiliated or threatened | harassment: makes you feel upset, humiliated or threatened
unwanted calls, texts, letters, emails, visits | harassment: calls, texts, letters, emails or visits you do not want
abuse face to face or online | harassment: insults and threats, face to face or online
physical gestures or facial expressions | harassment: gestures or faces meant to scare you
persistent and unwanted attention | stalking: attention you do not want, again and again
two or more times | stalking: Has it happened 2 or more times?
alarmed, distressed, or fear of violence | stalking: It leaves you scared, upset or afraid of violence
unwanted communication | stalking: They contact you, or keep trying to
consistently sending gifts | stalking: They send gifts you do not want, time after time
damaging property (stalking) | stalking: damage or tamper with your things
physical or sexual assault | stalking: They attack you, including sexually
does not have to be physical | stalking: Stalking does not have to be face to face
social media and the internet are used | online: On social media, in chat rooms, in games, in forums
online threats are just as intimidating | stalking: Threats on the internet can be just as frightening
472,590 victims, April 2019 to March 2020 | stalking: 472,590 victims of stalking and harassment from April 2019 to March 2020
according to the ONS Crime Survey | stalking: ONS Crime Survey, April 2019 to March 2020
you know someone: 101, or 999 in an emergency | help: If you know someone this is happening to, call 101. In an emergency, call 999
where a victim of domestic abuse goes for help | help: Is it a partner, an ex-partner or family?
protection notices or schemes | orders: There are protection notices too, for domestic abuse
""",  # noqa: E501 -- a table: one item a line
    "003": """
life changing for a victim | effects: For some, all of life changed
and their family | stalking: It can be hard on your family too
intimidation | stalking: It can leave you intimidated
loss of jobs | stalking: Some have lost a job
strain on relationships | stalking: it can put a great strain on relationships
officers trained to support victims | help: Police officers are trained to help people who are being stalked or harassed
dedicated to bringing those responsible to justice | help: dedicated to bringing to justice those who do it
harassment: repeated behaviour, alarm or distress | harassment: again and again, that is likely to upset or frighten you
not specifically defined | harassment: The law has no fixed list
repeated and unwanted communications and contact | harassment: Contact you do not want, again and again
unremarkable in isolation | stalking: One thing on its own can seem minor, or even friendly
sinister with repetition | stalking: When it keeps happening, it can be stalking
not legally defined | stalking: There is no full list in law
contacting or attempting to contact | stalking: They contact you, or keep trying to
publishing statements or material | stalking: They put things about you on the internet
monitoring, online too | stalking: They watch what you do online
loitering in a public or private place | stalking: in the street or in a private place
interfering with property | stalking: tamper with your things
watching or spying | stalking: They watch you or spy on you
other behaviours may be stalking too | stalking: other behaviour can be stalking too
strangers and fans are not the majority | stalking: Most stalkers are not strangers in the dark or fans of a famous person
about 40 per cent are stalked by ex-partners | stalking: about 4 in 10 people who report it are stalked by an ex-partner
a further third: dated, or a friend | stalking: A further third knew the stalker before, for example as a date or a friend
knowing the stalker is not your fault; it is wrong | stalking: It is not your fault. That is true even if you know the person
to report, contact the police; danger: 999 | help: How do I tell the police? | help: If someone is in danger now, call 999
keep a diary with time and date | evidence: Always note the date and the time
while it is fresh | evidence: Write it soon, while you remember it well
keep texts, emails, letters, notes, faxes, gifts | evidence: Keep everything: texts, emails, letters, notes, faxes and gifts
box them up | evidence: Put gifts and parcels in a bag or a box
perishable: bag and freezer | evidence: put them in a bag and freeze them
record the date and time sent or left | evidence: Note the date and time each thing was sent or left
record on a camera or video | evidence: You can film what is happening to you
you can record conversations on your mobile | evidence: You can record conversations on your own phone
inform family, friends, neighbours, colleagues | evidence: Tell family, friends, neighbours and people at work
ask them to record sightings | evidence: Ask them to write down when they see the person
if approached, and what was said | evidence: when the person comes up to them, and what the person says
National Stalking Helpline for advice | stalking: 0808 802 0300
skip to content | anywhere: Skip to main content
our website uses cookies | cookies: We leave none ~ replaced on purpose: there are none
""",  # noqa: E501 -- a table: one item a line
    "004": """
press the Escape key to leave | home: you can also press the Escape key
leave this site | anywhere: Leave this site now
essential cookies | cookies: We set no essential cookies ~ replaced on purpose: there are none
additional cookies | cookies: and no optional ones ~ replaced on purpose: there are none
customise cookies | cookies: no choice to save ~ replaced on purpose: there are none
saved; change at any time | cookies: there is no question to answer ~ replaced on purpose: there are none
cookies notice | anywhere: Cookies
sorry, a technical problem | 500: Sorry, something went wrong
beta: a work in progress | anywhere: This is a new service that we are still working on
let us know what you think | anywhere: Tell us what you think of it | contact: This page is for feedback about the site ~ by letter or phone alone, where the operator names one
repeatedly, scared, distressed or threatened | help: behaves, again and again
different types | help: They are similar crimes, but not the same
anyone can be a victim | help: It can happen to anyone
offences under the Protection from Harassment Act 1997 | stalking: Stalking and harassment are crimes under the Protection from Harassment Act 1997
neighbour, local area or stranger | harassment: such as a neighbour or people from your area
harassment may include (the list is lost) | harassment: What can harassment look like?
more than once | harassment: If it happens 2 or more times
sexual harassment unlawful under the Equality Act 2010 | harassment: The Equality Act 2010 makes it unlawful, as a form of discrimination
what the Act says it is (the list is lost) | harassment: it takes away your dignity
examples of sexual harassment (the list is lost) | harassment: sexual comments, jokes or gestures
not your fault; you do not have to put up with it | harassment: It is not your fault, and you do not have to put up with it
not ready: Crimestoppers, anonymously | help: tell Crimestoppers what you know and not give your name
stalking is like harassment but more aggressive | harassment: it goes further
an obsession with the target | harassment: the person is obsessed with you
an ex partner, a friend, a stranger | stalking: an ex-partner, someone who was a friend, someone you know a little, or a stranger
not your fault, and still an offence | stalking: That is true even if you know the person | stalking: It is a crime
stalking may include (the list is lost) | stalking: What do stalkers do?
Fixated | stalking: Fixated
Obsessive | stalking: Obsessive
Unwanted | stalking: Unwanted
Repeated | stalking: Repeated
report, or contact the National Stalking Helpline | stalking: You can report it to the police. You can also talk to the National Stalking Helpline first
social networking, chat rooms, gaming, forums | online: On social media, in chat rooms, in games, in forums
tell us about a public space where you felt unsafe | home: Tell us about a public place where you felt unsafe
StreetSafe is a pilot | about: StreetSafe, a pilot on the police's own site
anonymously | home: We do not ask who you are
""",  # noqa: E501 -- a table: one item a line
}


def items() -> list[tuple[str, str, list[tuple[str, str]], str]]:
    """(source, item, [(page, words)], why only partly) of each line."""
    found = []
    for source, lines in ITEMS.items():
        for line in filter(None, lines.splitlines()):
            carried, _, why = line.partition(" ~ ")
            item, *places = carried.split(" | ")
            pairs = [(page, words) for page, _colon, words in (place.partition(": ") for place in places)]
            found.append((source, item, pairs, why))
    return found

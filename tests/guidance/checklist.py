"""Every item of the checklist taken from the police pages, and where the product says it.

The key is how the item begins in the facts file; the value, page by page, a piece of each sentence that carries it.
"""

CHECKLIST: dict[str, list[tuple[str, str]]] = {
    # -- e1 definitions
    "Harassment: behaviour that makes you feel distressed": [
        ("harassment", "makes you feel upset, humiliated or threatened"),
        ("harassment", "someone you know, such as a neighbour or people from your area"),
        ("harassment", "It can come from a stranger"),
    ],
    "Harassment can also come from a partner": [
        ("harassment", "It can also come from a partner or an ex-partner"),
        ("harassment", "Help when it is a partner, an ex-partner or family"),
        ("help", "can be part of domestic abuse"),
    ],
    "Harassment: unwanted repeated behaviour": [
        ("harassment", "The law has no fixed list"),
        ("harassment", "Contact you do not want, again and again, that is likely to upset or frighten you"),
    ],
    '"Stalking and harassment: when someone repeatedly': [
        ("help", "behaves, again and again, in a way that makes you feel scared, upset or threatened"),
    ],
    "Different types; anyone can be a victim": [
        ("help", "It can happen to anyone"),
        ("stalking", "Anyone can be stalked"),
        ("help", "They are similar crimes, but not the same"),
    ],
    "Two times or more": [
        ("help", "If it happened 2 or more times, it may be stalking or harassment"),
        ("help", "such as a hate crime or anti-social behaviour. Tell the police either way"),
        ("harassment", "Tell the police what happened"),
    ],
    "\"It's harassment if it has happened more than once": [
        ("harassment", "If it happens 2 or more times, it can be a crime"),
        ("stalking", "Has it happened 2 or more times?"),
        ("online", "If it has happened 2 or more times and you feel scared, upset or threatened"),
    ],
    "Stalking: unwanted, repeated, obsessive and controlling": [
        ("stalking", "attention you do not want, again and again, from someone who cannot let go of you"),
        ("stalking", "They try to control you"),
        ("stalking", "One thing on its own can seem minor"),
        ("stalking", "If it upsets or scares you, take it seriously"),
    ],
    "Stalking is a form of": [("harassment", "Stalking is a kind of harassment, but it goes further")],
    "Persistent and unwanted attention": [
        ("stalking", "It leaves you scared, upset or afraid of violence"),
    ],
    "Stalking doesn't have to be physical": [
        ("stalking", "Stalking does not have to be face to face. Threats on the internet can be just as frightening"),
        ("online", "It is as real as when it happens face to face"),
    ],
    "Behaviour unremarkable in isolation": [
        (
            "stalking",
            "One thing on its own can seem minor, or even friendly. When it keeps happening, it can be stalking",
        ),
        ("stalking", "There is no full list in law, and other behaviour can be stalking too"),
    ],
    '"Often used interchangeably': [
        ("help", "People often confuse stalking and harassment"),
        (
            "help",
            "Both can harm your body, your mind and your feelings. They can also harm your family and the people you "
            "love",
        ),
    ],
    "\"Don't worry if you're not sure which": [("help", "You do not need to know which one it is")],
    "**FOUR: Fixated": [
        ("stalking", "Fixated"),
        ("stalking", "Obsessive"),
        ("stalking", "Unwanted"),
        ("stalking", "Repeated"),
        ("stalking", "make the word FOUR"),
    ],
    "FOUR is followed by": [
        ("stalking", "You can report it to the police. You can also talk to the National Stalking Helpline first"),
    ],
    "Stalker may be an ex-partner": [
        ("stalking", "an ex-partner, someone who was a friend, someone you know a little, or a stranger"),
    ],
    '"Stalking and harassment are very similar offences"': [("help", "similar crimes, but not the same")],
    "Law: offences under Protection": [
        ("stalking", "Stalking and harassment are crimes under the Protection from Harassment Act 1997"),
        ("harassment", "The Equality Act 2010 makes it unlawful, as a form of discrimination"),
    ],
    "\"If you've experienced any of these": [
        ("harassment", "It is not your fault, and you do not have to put up with it"),
        ("help", "It is not your fault, and you do not have to put up with it"),
        ("stalking", "It is not your fault. That is true even if you know the person, or used to know them"),
    ],
    # -- e2 examples
    "Harassment (000)": [
        ("harassment", "calls, texts, letters, emails or visits you do not want"),
        ("harassment", "sexual remarks, or touching you do not want"),
        ("harassment", "bullying, at school, at work or online"),
        ("harassment", "insults and threats, face to face or online"),
        ("harassment", "damage to your home or your things"),
        ("harassment", "lies about you, told to hurt you"),
        ("harassment", "true things about you, spread to hurt you"),
    ],
    "Harassment (001)": [
        ("harassment", "calls, messages or pictures that insult you"),
        ("harassment", "nasty posts about you on social media"),
        ("harassment", "rows between neighbours with insults or damage"),
        ("harassment", "anti-social behaviour again and again"),
        ("harassment", "calls, texts, letters, emails or visits you do not want"),
    ],
    "Harassment (002)": [
        ("harassment", "calls, texts, letters, emails or visits you do not want"),
        ("harassment", "insults and threats, face to face or online"),
        ("harassment", "gestures or faces meant to scare you"),
    ],
    "Ways abusers stalk or harass (002)": [
        ("stalking", "calls, texts, voicemail, email, letters"),
        ("harassment", "insults and threats, face to face or online"),
        ("stalking", "They stand outside a house, or drive past it"),
        ("stalking", "They attack you"),
        ("harassment", "damage to your home or your things"),
        ("harassment", "telling the police lies about you on purpose"),
        ("stalking", "They tell the police lies about you to get you into trouble"),
    ],
    "Stalking (000)": [
        ("stalking", "They put things about you on the internet"),
        ("stalking", "They pretend to be you"),
        ("stalking", "They watch what you do online"),
        ("stalking", "They watch you or spy on you"),
        ("stalking", "They follow you or wait for you"),
        ("stalking", "They turn up at your home or work uninvited"),
        ("stalking", "They send gifts you do not want, time after time"),
        ("stalking", "They order or cancel goods in your name"),
        ("stalking", "They steal, damage or tamper with your things"),
        ("stalking", "They keep trying to find out private things about you"),
        ("stalking", "They say they will hurt you, your children or people close to you"),
        ("stalking", "They contact your friends, your family or the people you work with"),
        ("stalking", "They send rude or sexual messages"),
    ],
    "Stalking (001)": [
        ("stalking", "They follow you or wait for you"),
        ("stalking", "They turn up at your home or work uninvited"),
        ("stalking", "They hang around places you go to"),
        ("stalking", "They watch you or spy on you"),
        ("stalking", "use your name to sign up or to buy"),
        ("online", "They post things about you that you do not want or do not know of"),
    ],
    "Stalking (002)": [
        ("stalking", "They contact you, or keep trying to"),
        ("stalking", "They send gifts you do not want, time after time"),
        ("stalking", "damage or tamper with your things"),
        ("stalking", "They attack you, including sexually"),
    ],
    "Stalking (003)": [
        ("stalking", "They contact you, or keep trying to"),
        ("stalking", "They put things about you on the internet"),
        ("stalking", "They watch what you do online"),
        ("stalking", "in the street or in a private place"),
        ("stalking", "tamper with your things"),
        ("stalking", "They watch you or spy on you"),
    ],
    "Online (001)": [
        ("online", "They watch what you do on the internet, or read your email or messages"),
        ("online", "pictures of genitals that you did not ask for"),
        ("online", "They get into your email or social media"),
        ("online", "They send spam or viruses"),
        ("online", "They steal your identity or pretend to be you"),
        ("online", "They say they will share private facts, pictures or messages"),
        ("online", "software on your phone or computer that tracks you"),
    ],
    "Online (002, 004)": [("online", "On social media, in chat rooms, in games, in forums")],
    "Lists present as headings": [
        ("harassment", "bullying, at school, at work or online"),
        ("harassment", "it takes away your dignity"),
        ("harassment", "frightening, hostile, degrading, humiliating or offensive"),
        ("harassment", "sexual comments, jokes or gestures"),
        ("harassment", "staring at your body"),
        ("harassment", "sexual names"),
        ("harassment", "sexual messages or pictures you did not ask for"),
        ("harassment", "touching or grabbing you"),
        ("stalking", "They follow you or wait for you"),
        ("online", "Where does it happen?"),
    ],
    # -- e3 effect, who, numbers
    "Impact: serious on mental": [
        ("stalking", "It can harm your body, your mind and your daily life"),
        ("stalking", "Some people have changed their job or moved house. Some have lost a job"),
        ("stalking", "It can be hard on your family too"),
        ("stalking", "It can leave you intimidated, and it can put a great strain on relationships"),
    ],
    "**~40% of people": [
        ("stalking", "about 4 in 10 people who report it are stalked by an ex-partner"),
        ("stalking", "A further third knew the stalker before, for example as a date or a friend"),
        ("stalking", "Most stalkers are not strangers in the dark or fans of a famous person"),
    ],
    "ONS: **472,590": [
        ("stalking", "472,590 victims of stalking and harassment from April 2019 to March 2020"),
        ("stalking", "ONS Crime Survey, April 2019 to March 2020"),
        ("stalking", "These were counted in a different way, so do not compare them with the figures above"),
    ],
    "Officers trained": [
        ("help", "Police officers are trained to help people who are being stalked or harassed"),
        ("help", "dedicated to bringing to justice those who do it"),
    ],
    # -- e4 what to do
    "Immediate danger": [
        ("help", "If someone is in danger now, call 999"),
        ("help", "If it is not an emergency, call 101"),
        ("help", "If you know someone this is happening to, call 101. In an emergency, call 999"),
    ],
    "Silent 999 mobile": [
        ("silent_call", "When it tells you to, press 55"),
        ("silent_call", "You are put through to the police"),
        ("silent_call", "The police can usually find where you are"),
        ("silent_call", "If you do not press 55, tap or cough, the call may end"),
    ],
    "Silent 999 landline": [
        ("silent_call", "the operator hears only noise around you"),
        ("silent_call", "If you put the phone down, the line may stay open for 45 seconds"),
        ("silent_call", "The police are given the location of a landline automatically"),
    ],
    "Report even once": [
        ("stalking", "Tell the police on 101, even if it happened only once"),
        ("harassment", "They explain whether it is a crime"),
        ("help", "They work out whether it is a crime, and which one, and explain it to you"),
    ],
    "\"If you're not ready to report": [
        ("help", "What if I am not ready to tell the police? That is OK"),
        ("help", "tell Crimestoppers what you know and not give your name"),
    ],
    "National Stalking Helpline": [("stalking", "0808 802 0300"), ("routes", "0808 802 0300")],
    "Live Fear Free 24h": [
        ("help", "0808 80 10 800"),
        ("help", "info@livefearfreehelpline.wales"),
        ("help", "Anyone who needs help about stalking, no matter who does it"),
        ("help", "Also harm by a partner, an ex-partner or family"),
        ("help", "Open now, 24 hours a day"),
    ],
    "Victim Focus Officer/Team": [
        ("routes", "Your police force's Victim Focus team"),
        ("after_reporting", "Some forces in Wales have a Victim Focus team"),
        (
            "after_reporting",
            "helps you to reach specialist help. To find yours, look on the website of your police force",
        ),
        ("stalking", "alicerugglestrust.org"),
        ("stalking", "The police can ask a court for a Stalking Protection Order"),
        ("help", "Is it a partner, an ex-partner or family?"),
    ],
    "**Evidence diary**": [
        ("evidence", "Always note the date and the time"),
        ("evidence", "Write it soon, while you remember it well"),
    ],
    "**Keep everything**": [
        ("evidence", "Keep everything: texts, emails, letters, notes, faxes and gifts"),
        ("evidence", "Put gifts and parcels in a bag or a box"),
        ("evidence", "Take a photo, put them in a bag and freeze them"),
        ("evidence", "Note the date and time each thing was sent or left"),
    ],
    "Record on camera": [
        ("evidence", "You can film what is happening to you. You can record conversations on your own phone"),
        ("evidence", "sharing a recording can be against the law"),
    ],
    "Tell people around you": [
        ("evidence", "Tell family, friends, neighbours and people at work"),
        ("evidence", "write down when they see the person, when the person comes up to them, and what the person says"),
    ],
    "Domestic-abuse section": [("help", "Is it a partner, an ex-partner or family?")],
    # -- e5 the frame of the page
    "**Quick exit**": [
        ("home", "To leave quickly, select ‘Leave this site now’"),
        ("home", "With JavaScript turned on, you can also press the Escape key, or the Shift key 3 times"),
        ("anywhere", "Leave this site now"),
    ],
    "Skip to content": [("anywhere", "Skip to main content")],
    "Cookie banner": [
        ("cookies", "We leave none. We set no essential cookies and no optional ones"),
        ("cookies", "there is no question to answer and no choice to save. Nothing can go wrong with saving it"),
        ("500", "Sorry, something went wrong"),
        ("500", "Try again in a few minutes"),
    ],
    "Beta banner": [
        ("anywhere", "This is a new service that we are still working on"),
        ("anywhere", "Tell us what you think of it"),
        ("contact", "This page is for feedback about the site: a problem, a wrong number or an idea"),
        ("about", "This is a beta: a new service that we are still working on"),
    ],
    "**StreetSafe entry**": [
        ("home", "Tell us about a public place where you felt unsafe"),
        ("about", "StreetSafe, a pilot on the police's own site"),
    ],
    '"Reply to this message"': [("about", "Can I write back to you?")],
}

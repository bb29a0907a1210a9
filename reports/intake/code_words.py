"""The words of withdrawal codes: 2,048 short plain ones, so that each word of a code is 11 bits."""

_TEXT = """
able acid acorn acre acrobat act actor add adult after again age agent agile agree ahead aim air aisle album alder ale
alert alike alive allow alloy almond alone along aloud alpha also alter amber ample anchor angle animal ankle annual
answer ant antler any apart apple apricot april apron arch area arena argue arise ark arm armour army aroma around
arrow art ash aside ask aspen asset atlas atom attic audio august aunt autumn avenue awake award aware axis axle baby
back bacon badge badger bag bail bake baker balance ball ballet balm bamboo banana band banjo bank banner bar barge
bark barley barn barrel base basic basil basin basket bass bat batch bath baton bay bead beak beam beard beaver bed
beef beer beetle begin beige bell belong belt bench bend beret best better bib bicep big bike bill bin bind birch bird
biscuit bishop bison bit blade blank blazer blend blink bliss block bloom blouse blunt blush boat bobbin boil bold
bolt bonfire bonnet bonus book boost boot border born borrow both bottle bounce bow bowl box boy bracken bracket braid
brain bramble branch brass brave bread breath breeze brew brick bride bridge brief bright brim bring brisk broad
bronze brook broom broth brother brown brush bubble bucket buckle bud buffet bugle build bulb bulk bumper bun bundle
bunk bunny buoy burger burst bus bush busy butler butter button buttons buy buzz cabin cable cactus cafe cake calf
call calm camel camera camp canal candle candy cane canoe canvas canyon cap cape car caramel caravan card care cargo
carol carpet carrot carry cart carve case cash cashew cask castle cat catch cattle cause cave cedar celery cello
cement centre chain chair chalk change chapel chart chase chat cheap cheek cheer cheese cherry chess chest chew chick
chief child chime chip choice choir choose chorus chunk church cider cinema cinnamon circle circus citrus city civil
claim clam clan clap class claw clay clean clear clerk clever click cliff climb clip cloak clock close cloth cloud
clover clown club clue coach coal coast coat cobalt cobble cobweb cocoa coconut cod coffee coin cold collar colour
comb comet comfort comic common compass cook cookie cool copper copy coral cord core cork corn corner cosmic cost cosy
cot cottage cotton couch count county couple cousin cove cover cradle craft crane crate crayon cream create crest crew
cricket crisp crop cross crow crowd crown crumb crumble crust crystal cub cube cuckoo cup curb curl curry curve
cushion custard cycle daily dairy daisy dam dance dare dart dash data date dawn day deal debut decade decent deck deep
deer degree delight deliver delta denim depth desert design desk detail dew dial diary dice diet digit dill dime dine
dinner dip direct dish disk distant ditch dive divide dock doctor dog doll dolphin dome donkey door dormouse dot
double dough dove down dozen draft dragon drain drama draw dream dress drift drill drink drive drizzle drop drum dry
duck due duet dune dust duty duvet dwell each eager eagle ear early earn earth easel east easy eat echo edge edit eel
effort egg elbow elder elect elegant eleven elf elk elm else ember empty enamel end energy engine enjoy enough enter
entry equal error essay estate ethic even event ever every evolve exact exam excel exit expand expert extra eye fable
fabric face fact factor fade fairy faith falcon fall fame family fan fancy far farm farmer fast father favour feast
feather fee feed feel fell fellow felt fence fern ferry fetch few fibre fiddle field fiesta fig figure file fill film
filter fin final finch find fine finger finish fire firm first fish fit five fix flag flake flame flannel flap
flapjack flash flat flavour flax fleece fleet flint flip float flock floor flora flow flower fluid flute fly foal foam
focus fog foil fold folk follow fond food foot forest forge fork form forty forum forward fossil found fox frame free
freeze fresh friend fringe frog front frost fruit fudge fuel full fun funny fur future gable gadget gala gallon gallop
game gap garage garden garlic garnet gate gather gauge gazelle gear gem general gentle genuine get giant gift ginger
giraffe girl give glad glade glance glass glaze gleam glen glide globe glory glove glow glue gnome goal goat gold golf
gondola good goose gorge gosling gown grace grade grain gram grand grant grape graph grass gravel gravy green greet
grey grid grin grocer groove ground group grove grow guess guest guide guitar gulf gull guru gust gym habit hail half
halo ham hamlet hammer hamper hand handle happy harbour hard harmony harp harvest hat hatch have haven hawk hay hazel
head heap heart heat heather heavy hedge height helmet help hem hen herb herd hero heron herring hidden high hike hill
hinge hint hippo hire hive hobby hockey hold holiday hollow holly home honey hood hoof hook hoop hop hope horn horse
host hotel house hover huge human humble humour hundred hurry hybrid hymn ice icing icon idea ideal idle igloo image
impact inch include index indigo ink inlet inn input insect inside insist into invent invite iris iron island item
ivory ivy jacket jade jaguar jam january jar jargon jasmine jaw jay jazz jeans jelly jersey jet jewel jigsaw job jog
join joke jolly journal journey joy jug juggle juice july jumbo jump june jungle junior jury just kale kayak keen keep
kennel kestrel kettle kid kilo kilt kimono kind king kingdom kiosk kipper kit kitchen kite kitten kiwi knee kneel knit
knob knock koala label lace ladder lady lagoon lake lamb lamp land lane lantern large lark laser last late latin laugh
launch laundry laurel lava law lawn layer layout lazy leader leaf league leap learn lease leather leave lecture ledge
leek left leg legal legend lemon lend lens lentil leopard less letter lettuce level lever liberty library lid life
lift light like lilac lily lime limit line linen link lion lip liquid list listen litre little live lizard llama load
loaf loan lobby lobster local lock locket lodge loft log logic long look loom loop lord lorry lot lotus loud lounge
love low loyal lucky lumber lunar lunch lung lupin luxury lyric machine magenta magic magnet magpie mail major make
mallet malt mammal mango manor mantle many map maple marble march margin marina mark market maroon marsh mascot mask
mast master mat match mate maths matter maximum may maze meadow meal mean measure medal media medium meet mellow melon
melt member memo mend menu mercy merit merry mesh metal meteor method metre midday middle might mild mile milk mill
mimic mineral mini mint minus minute mirror mix mobile model modern modest mole moment monday money monitor month moon
moor moral more morning mosaic moss moth mother motion motor mould mound mount mouse mouth move much mud muffin multi
muscle museum music must mustard mutual myth nail name napkin narrow nation native nature navy near neat neck nectar
need needle nephew nest net nettle neutral never newt next nice nickel niece night nimble nine noble nod noise noodle
noon normal north note notice novel now number nurse nutmeg nylon oak oasis oat object oblong oboe ocean octave
october odd offer office often oil old olive once onion only onward opal open opera option orange orbit orchard orchid
order organ origin osprey ostrich other otter ounce outer outfit outing oval oven over owl own owner oxen oyster pace
pack paddle page paint palace palm pan panda panel pansy pantry paper parade parcel park parrot parsley part party
pass past pasta pastry pasture patch path patio patrol pattern pave pay peach peacock peak peanut pearl pebble peel
peg pelican pen pencil people pepper perch perfect perfume period person pet petal phone photo phrase piano pick
picnic picture pie pier pigeon pike pile pilgrim pillar pillow pilot pin pinch pine pink pint pioneer pipe pitch pivot
pixel pizza place plaid plain plan planet plank plant plaster plate play plaza please pledge plenty plot plough plum
plumber plus pocket poem poet point polar polish polite pollen polo pond pony pool poplar poppy popular porch port
pose post poster pot potato potter pouch powder power praise prawn press pretty price print prism prize profit project
promise proof proper proud prune public pudding puddle puffin pull pulse pump pumpkin punch pupil puppet puppy purple
purse push puzzle pyramid quail quaint quality quarry quart quartz queen quest queue quick quiet quill quilt quince
quite quiz quota quote rabbit raccoon race rack radar radio radish raft rail raisin rally ramp ranch range rapid rare
raven ray reach ready real reason recall recipe record reef referee refill regal region relax relay relief remain
remedy remind remote rent repair repeat reply report rescue reserve rest result retail return reward rhubarb rhyme
rhythm ribbon rice rich ride ridge rigid rim rink ripple rise river roar roast robe robin robot rock rocket rodeo
romance roof room rope rosy rotate rough round rover royal rubber ruby rudder rug rugby ruler run runner rural rush
rustic rye sack saddle safari saffron sage sailor saint salad salmon salon salt salute same sample sand sandal sardine
satin saturn saucer sauna save saxon say scale scallop scarf school science scone scoop scooter score scout scrap
screen screw script scroll seal search season seat second secret section seed seek select self semi send senior sense
sequel series serve set settle seven shade shadow shake shallow shape share sharp shawl shed sheep sheet shelf shell
shelter sheriff sherry shield shift shine ship shirt shoe shop shore short shovel show shower shrub shut shy side
sieve sift sign signal silent silk silly silver similar simple sing single sink sip siren sister six size skate sketch
ski skill skip skirt sky slate sled sleep sleeve slice slide slip slope small smart smile smooth snack snail snow soak
soap soccer social sock soda sofa soft soil solar solid solo solve sonar song sonnet soon soprano sound soup south
space spade spark sparrow speak special speed spell spend sphere spice spider spike spin spinach spiral spirit splash
split spoon sport spot spray spread spring sprout spruce spur square squash squid stable stack stadium staff stage
stamp stand star start state station statue stay steady steam steep stem step stereo stew stick still stilt stir
stitch stock stone stool stop store stork storm story stove straw stream street stretch string stripe strong studio
study style suburb subway such sudden suede sugar suit summer summit sunday sunset super supper supply sure surf surge
surname swallow swan swap sweater sweep swift swim swing switch symbol syrup system table tablet tadpole tailor take
tale talent talk tall tandem tango tank tap tape target tart task taste taxi teach teapot tease tenant tender tennis
tenor tent term terrace test text thank thatch theatre theme theory thimble thing think third thirty thorn thread
three throat throw thumb thunder thyme tiara ticket tidy tie tiger tight tile timber time tin tiny tip tiptoe tissue
title toast toaster today toe toffee token tomato tone tongue tonic tool tooth top topaz topic torch total totem
toucan touch tour towel tower town toy trace track tractor trade trail train tram travel tray treat tree trek trellis
trend trial tribe trim trio trip trophy trot trout truck true trumpet trunk trust truth try tuba tube tuesday tug
tulip tumble tuna tundra tune tunnel turban turf turkey turn turnip turtle tutor twelve twenty twice twig twin twirl
twist type ultra uncle under unicorn uniform union unique unit unity until update uphill upon upper upside upward
urban urge use useful usual vacant valley value valve van vanilla vase vast vault velvet vendor venue verb verse very
vessel vest veteran vicar video view villa village vine vintage vinyl viola violet violin visit visitor visor vital
vivid vocal voice volcano volume vote vowel voyage wafer waffle wage wagon wake walk wall wallet walnut walrus waltz
wander want warm wasp watch water wax weave web wedding welcome well west whale wheat wheel whisk whisper whistle
white wick wide widget wild willow win wind window wing winner winter wire wise wish wolf wombat wonder wool word work
world worth wrap wren wrist yacht yam yard yarn yawn year yeast yellow yes yeti yoga yogurt young youth zebra zenith
zero zest zigzag zinc zip zodiac zone zoo zoom
"""
WORDS = tuple(_TEXT.split())

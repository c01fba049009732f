"""A small world to search in, and what should come first there for what people type (bokmål)."""

from tests import editorial
from tests import factories as make

PLACES = ["Kongsvinger", "Nord-Odal", "Sør-Odal", "Eidskog", "Grue", "Åsnes", "Våler"]
COMPANIES = [
    # name, place, industry, about
    ("Åsnes Mekaniske Verksted AS", "Åsnes", "Maskinering av metalldeler", "Vi dreier og freser aksler for sagbruk."),
    (
        "Kvernbekk Sveis AS",
        "Sør-Odal",
        "Produksjon av metallkonstruksjoner",
        "Sveising av bjelker, trapper og rekkverk.",
    ),
    ("Odal Limtre AS", "Nord-Odal", "Produksjon av bygningsartikler av tre", "Limtrebjelker til skoler og haller."),
    ("Våler Tømmerhandel AS", "Våler", "Engroshandel med tømmer", "Kjøper og selger skog på rot."),
    ("Grue Elektro AS", "Grue", "Elektrisk installasjonsarbeid", "Elektrikere og automatikere som rykker ut på natta."),
    ("Eidskog Plast AS", "Eidskog", "Produksjon av plastvarer", "Sprøytestøping av små deler i store antall."),
    ("Kongsvinger Bakeri AS", "Kongsvinger", "Produksjon av brød og bakervarer", "Grovbrød hver natt."),
    ("Glåmdal Transport AS", "Kongsvinger", "Godstransport på vei", "Tømmerbiler og tankbiler på Rv. 2 og E16."),
    ("Aasnes Snekkeri", "Åsnes", "Produksjon av kjøkkenmøbler", "Kjøkken og bad etter mål."),
    ("Hesbekk Stålverk AS", "Kongsvinger", "Produksjon av stål", "Vi smelter skrap og valser stenger."),
    ("Solør Bioenergi AS", "Åsnes", "Fjernvarme", "Flis fra skogen blir til varme i husene."),
    ("Gråbein Møbler AS", "Grue", "Produksjon av møbler", "Stoler som tåler å bli sittet i."),
    ("Tiur Kontorservice AS", "Eidskog", "Regnskap og lønn", "Lønn og regnskap for små bedrifter."),
    ("Fjellheim 3D-print AS", "Våler", "Additiv produksjon", "Prototyper i metall på to dager."),
    ("Brødrene Åsland", "Sør-Odal", "Graving og grunnarbeid", "Gravemaskiner, veier og drenering."),
    ("Myrmalm Industri AS", "Grue", "Overflatebehandling", "Pulverlakk og forsinking."),
    ("Sagdammen Sag & Høvleri AS", "Nord-Odal", "Saging og høvling av tre", "Skurlast og kledning."),
    ("Nordhogg Verktøy AS", "Kongsvinger", "Produksjon av verktøy", "Økser og kniver, smidd for hånd."),
]
NAMED = [
    ("Åsnes kommune", "municipality"), ("Innlandet fylkeskommune", "county"), ("Nærings- og fiskeridepartementet", "ministry"),
    ("Statens vegvesen", "directorate"), ("Solør videregående skole", "school"), ("Høgskolen i Innlandet", "research"),
]  # fmt: skip
PEOPLE = [
    ("Åse Kvernrud", "Daglig leder", "Åsnes Mekaniske Verksted AS"),
    ("Bjørn Håkonsen", "Fabrikksjef", "Hesbekk Stålverk AS"),
    ("Øystein Tømmervold", "Logistikkansvarlig", "Glåmdal Transport AS"),
    ("Kari Nordmann-Ås", "HR-ansvarlig", "Odal Limtre AS"),
]
NETWORKS = [
    ("HR-nettverket", "Rekruttering, lærlinger og lønn.", "HR network"),
    ("Bærekraftnettverket", "Klimaregnskap og energisparing uten store ord.", "Sustainability network"),
    ("Logistikknettverket", "Gods, tog og tømmerbiler.", "Logistics network"),
]
ARTICLES = [
    ("Sveiserutdanning tilbake i Solør", "Fra høsten utdannes sveisere på Flisa igjen.", "<p>Skolen får fem nye båser.</p>"),
    ("Fire felt på E16", "Veien til Oslo må bli tryggere.", "<p>Statsråden lovet svar før sommeren om firefeltsveien.</p>"),
    ("Toget som ikke kom", "Kongsvingerbanen trenger flere avganger.", "<p>Pendlerne venter på perrongen.</p>"),
    ("Lærlingene er i hus", "Tolv ungdommer begynte i industrien.", "<p>De fleste på mekaniske verksteder.</p>"),
    ("Strømpriser og industri", "Medlemmene spør om forutsigbarhet.", "<p>Kraftkrevende bedrifter trenger langsiktige avtaler.</p>"),
]  # fmt: skip
SECTIONS = [
    ("Om klyngen", "Hvem vi er og hva vi vil.", "<p>Sju kommuner, hundre bedrifter og ett mål.</p>"),
    ("Bærekraft", "Slik måler vi utslippene.", "<p>Klimagassregnskapet føres hvert år.</p>"),
]
HIDDEN = "Hemmelig Varmepumpe AS"
NUMBERS = {}


def build() -> None:
    places = {name: make.MunicipalityFactory(name=name) for name in PLACES}
    companies = {}
    for name, place, industry, about in COMPANIES:
        companies[name] = make.OrganisationFactory(
            name=name, public=True, municipality=places[place], industry=industry, about=about
        )
        NUMBERS[name] = companies[name].org_number
    for name, kind in NAMED:
        make.OrganisationFactory(name=name, kind=kind, public=True)
    make.OrganisationFactory(name=HIDDEN)
    for name, title, company in PEOPLE:
        make.RoleFactory(person__name=name, title=title, organisation=companies[company], visibility="public")
    for name, purpose, name_en in NETWORKS:
        make.NetworkFactory(name=name, purpose=purpose, name_en=name_en, visibility="public")
    for title, lead, text in ARTICLES:
        editorial.article(title=title, lead=lead, body=[("text", text)])
    for title, lead, text in SECTIONS:
        editorial.section(title=title, lead=lead, body=[("text", text)])
    editorial.article(title="Bare for medlemmer: varmepumper", visibility="members")


# What is typed, and the first hit; "" where nothing should be found.
EXPECTED = [
    # æ, ø and å, both ways
    ("åsnes mekaniske", "Åsnes Mekaniske Verksted AS"),
    ("aasnes mekaniske", "Åsnes Mekaniske Verksted AS"),
    ("asnes mekaniske", "Åsnes Mekaniske Verksted AS"),
    ("ÅSNES KOMMUNE", "Åsnes kommune"),
    ("asnes kommune", "Åsnes kommune"),
    ("Åsnes snekkeri", "Aasnes Snekkeri"),
    ("graabein", "Gråbein Møbler AS"),
    ("grabein mobler", "Gråbein Møbler AS"),
    ("graabein moebler", "Gråbein Møbler AS"),
    ("vaaler tommerhandel", "Våler Tømmerhandel AS"),
    ("solor bioenergi", "Solør Bioenergi AS"),
    ("ase kvernrud", "Åse Kvernrud"),
    ("aase kvernrud", "Åse Kvernrud"),
    ("oystein", "Øystein Tømmervold"),
    ("øystein tømmervold", "Øystein Tømmervold"),
    ("haakonsen", "Bjørn Håkonsen"),
    ("bjorn hakonsen", "Bjørn Håkonsen"),
    ("nordmann ås", "Kari Nordmann-Ås"),
    ("brodrene aasland", "Brødrene Åsland"),
    ("hogskolen", "Høgskolen i Innlandet"),
    # forms of a word
    ("mekanisk verksted", "Åsnes Mekaniske Verksted AS"),
    ("verkstedene", "Åsnes Mekaniske Verksted AS"),
    ("sveiser", "Kvernbekk Sveis AS"),
    ("sveising", "Kvernbekk Sveis AS"),
    ("møbel", "Gråbein Møbler AS"),
    ("lærling", "Lærlingene er i hus"),
    ("lærlinger", "Lærlingene er i hus"),
    ("strømpris", "Strømpriser og industri"),
    ("brød", "Kongsvinger Bakeri AS"),
    ("elektriker", "Grue Elektro AS"),
    ("gravemaskin", "Brødrene Åsland"),
    ("kniv", "Nordhogg Verktøy AS"),
    ("toget", "Toget som ikke kom"),
    ("klynge", "Om klyngen"),
    ("kjøkken", "Aasnes Snekkeri"),
    # compounds, both ways
    ("sveiserutdanning", "Sveiserutdanning tilbake i Solør"),
    ("utdanning", "Sveiserutdanning tilbake i Solør"),
    ("sveiser utdanning", "Sveiserutdanning tilbake i Solør"),
    ("sveise utdanning", "Sveiserutdanning tilbake i Solør"),
    ("utdanning av sveisere", "Sveiserutdanning tilbake i Solør"),
    ("tømmer", "Våler Tømmerhandel AS"),
    ("stål", "Hesbekk Stålverk AS"),
    ("stålverk", "Hesbekk Stålverk AS"),
    ("bioenergi solør", "Solør Bioenergi AS"),
    ("limtrebjelke", "Odal Limtre AS"),
    ("klimaregnskap", "Bærekraftnettverket"),
    ("bærekraft nettverk", "Bærekraftnettverket"),
    ("nettverk for logistikk", "Logistikknettverket"),
    ("hr nettverk", "HR-nettverket"),
    ("nordodal limtre", "Odal Limtre AS"),
    ("kongsvingerbanen", "Toget som ikke kom"),
    ("sprøytestøpt plast", "Eidskog Plast AS"),
    ("fiskeridepartementet", "Nærings- og fiskeridepartementet"),
    # slips of the finger
    ("mekansk", "Åsnes Mekaniske Verksted AS"),
    ("snekkreri", "Aasnes Snekkeri"),
    ("kongsvigner bakeri", "Kongsvinger Bakeri AS"),
    ("tansport", "Glåmdal Transport AS"),
    ("bærkraft", "Bærekraft"),
    ("kvernrudd", "Åse Kvernrud"),
    ("lærligner", "Lærlingene er i hus"),
    ("elektor", "Grue Elektro AS"),
    ("bioenrgi", "Solør Bioenergi AS"),
    ("vegvsen", "Statens vegvesen"),
    # places, trades, roles, roads, titles
    ("plast eidskog", "Eidskog Plast AS"),
    ("regnskap", "Tiur Kontorservice AS"),
    ("pulverlakk", "Myrmalm Industri AS"),
    ("3d-print", "Fjellheim 3D-print AS"),
    ("3d print", "Fjellheim 3D-print AS"),
    ("rv2", "Glåmdal Transport AS"),
    ("Rv. 2", "Glåmdal Transport AS"),
    ("E16", "Fire felt på E16"),
    ("e 16", "Fire felt på E16"),
    ("fabrikksjef", "Bjørn Håkonsen"),
    ("daglig leder åsnes", "Åse Kvernrud"),
    ("sag og høvleri", "Sagdammen Sag & Høvleri AS"),
    ("grue", "Grue Elektro AS"),
    ("om klyngen", "Om klyngen"),
    ("sustainability", "Bærekraftnettverket"),
    # not all of the words, and none
    ("hesbekk stålverk torsdagskaffe", "Hesbekk Stålverk AS"),
    ("romfart", ""),
    ("qxzw", ""),
    ("hemmelig", ""),
    ("varmepumpe", ""),
]

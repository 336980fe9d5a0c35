"""Running totals kept by triggers, and the twelve themes."""

from django.db import migrations

from kracht.domains.initiatives import sql

THEMES = [
    (1, "zorg-en-welzijn", "Zorg en welzijn", "Care and well-being",
     "Omzien naar elkaar: zorgcoöperaties, maaltijden, bezoek, steun bij leven met minder gezondheid.",
     "Looking after each other: care cooperatives, meals, visits, support when health fails."),
    (2, "energie", "Energie", "Energy",
     "Samen stroom en warmte opwekken, besparen en verdelen.",
     "Making, saving and sharing electricity and heat together."),
    (3, "scholing", "Scholing", "Learning",
     "Taal, huiswerk, vakmanschap en alles wat je van elkaar kunt leren.",
     "Language, homework, craft and all that people can learn from each other."),
    (4, "wonen-en-werk", "Wonen en werk", "Housing and work",
     "Samen bouwen en wonen, buurtbedrijven en werk voor wie dat lastig vindt.",
     "Building and living together, neighbourhood firms and jobs for those who find it hard."),
    (5, "sport-en-recreatie", "Sport en recreatie", "Sport and recreation",
     "Bewegen, spelen en eropuit, van speeltuin tot zwembad in eigen beheer.",
     "Moving, playing and going out, from playground to a swimming pool run by its users."),
    (6, "gemeenschap-en-veiligheid", "Gemeenschap en veiligheid", "Community and safety",
     "Buurthuizen, ontmoeting, buurtpreventie en samen de straat leefbaar houden.",
     "Community centres, meeting, watching over the street and keeping it liveable."),
    (7, "duurzaamheid-en-circulair", "Duurzaamheid en circulair", "Sustainability and circular",
     "Repareren, delen, ruilen en minder weggooien.",
     "Repairing, sharing, swapping and throwing away less."),
    (8, "groen-en-voedsel", "Groen en voedsel", "Green and food",
     "Moestuinen, buurtgroen, voedselbossen en eten van dichtbij.",
     "Vegetable gardens, neighbourhood green, food forests and food from nearby."),
    (9, "cultuur", "Cultuur", "Culture",
     "Muziek, verhalen, erfgoed en podia die bewoners zelf dragen.",
     "Music, stories, heritage and stages carried by residents."),
    (10, "armoede-en-opvang", "Armoede en opvang", "Poverty and shelter",
     "Voedselbanken, weggeefwinkels, hulp bij schulden en een plek voor wie die niet heeft.",
     "Food banks, give-away shops, help with debts and a place for those who have none."),
    (11, "mobiliteit", "Mobiliteit", "Mobility",
     "Buurtbussen, deelauto's en samen op weg.",
     "Community buses, shared cars and travelling together."),
    (12, "democratie", "Democratie", "Democracy",
     "Meepraten, meebeslissen en taken van de overheid overnemen.",
     "Having a say, deciding together and taking over public tasks."),
]  # fmt: skip


def add_themes(apps, schema_editor):
    theme = apps.get_model("initiatives", "Theme")
    for key, slug, name_nl, name_en, description_nl, description_en in THEMES:
        theme.objects.update_or_create(
            id=key,
            defaults={
                "slug": slug,
                "name_nl": name_nl,
                "name_en": name_en,
                "description_nl": description_nl,
                "description_en": description_en,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0002_initial")]
    operations = [
        migrations.RunSQL(sql.TOTALS + sql.SHIFTS, sql.TOTALS_BACK),
        migrations.RunPython(add_themes, migrations.RunPython.noop),
    ]

"""The first version of the criteria."""

from datetime import date

from django.db import migrations

CRITERIA = [
    ("residents", "Van en voor bewoners", "By and for residents",
     "Bewoners zijn ermee begonnen of beslissen erover mee.",
     "Residents began it, or have a say in it.",
     "Vertel wie begonnen is en wie beslist.", "Tell who began and who decides.", False),
    ("purpose", "Een helder doel", "A clear purpose",
     "Het is duidelijk wat het initiatief wil bereiken, en voor wie.",
     "It is clear what the initiative wants to reach, and for whom.",
     "Noem het doel in een of twee zinnen, of geef een link.", "Name the purpose in a sentence or two, or give a link.",
     False),
    ("open", "Iedereen is welkom", "Everyone is welcome",
     "Wie erbij hoort, kan meedoen. Niemand wordt geweigerd om wie hij of zij is.",
     "Those it is meant for can join. Nobody is refused for who they are.",
     "Vertel hoe iemand mee kan doen.", "Tell how somebody can join.", False),
    ("active", "Het doet wat", "It is active",
     "In de afgelopen twaalf maanden is er echt iets gebeurd.",
     "Something really happened in the past twelve months.",
     "Geef een foto, een verslag of een link.", "Give a picture, a report or a link.", False),
    ("money", "Open over geld", "Open about money",
     "Het is te zien waar het geld vandaan komt en waar het heen gaat.",
     "One can see where the money comes from and where it goes.",
     "Geef een jaarverslag of een kort overzicht. Gaat er geen geld om? Schrijf dat dan op.",
     "Give an annual report or a short overview. Is there no money? Then say so.", True),
    ("safe", "Veilig", "Safe",
     "Wie met kinderen of kwetsbare mensen werkt, heeft afspraken gemaakt over veiligheid.",
     "Who works with children or vulnerable people has made arrangements for their safety.",
     "Noem de afspraken, zoals een VOG of een vertrouwenspersoon.",
     "Name the arrangements, such as a certificate of conduct (VOG) or a confidant.", True),
    ("contact", "Bereikbaar", "Within reach",
     "Iemand geeft binnen twee weken antwoord op een bericht.",
     "Somebody answers a message within two weeks.",
     "Vertel hoe mensen jullie bereiken.", "Tell how people reach you.", False),
    ("page", "De pagina klopt", "The page is right",
     "Wat hier in het register staat, is waar en van nu.",
     "What the register says is true and of today.",
     "Lees je pagina nog eens na en schrijf op dat hij klopt.",
     "Read your page once more and write that it is right.", False),
]  # fmt: skip


def publish(apps, schema_editor):
    version, _new = apps.get_model("labels", "CriteriaSet").objects.get_or_create(
        version=1, defaults={"published_on": date(2026, 11, 22)}
    )
    criterion = apps.get_model("labels", "Criterion")
    names = ("name_nl", "name_en", "text_nl", "text_en", "ask_nl", "ask_en", "may_skip")
    for position, (key, *values) in enumerate(CRITERIA, 1):
        criterion.objects.get_or_create(
            criteria_set=version, key=key, defaults={"position": position, **dict(zip(names, values, strict=True))}
        )


class Migration(migrations.Migration):
    dependencies = [("labels", "0001_initial")]
    operations = [migrations.RunPython(publish, migrations.RunPython.noop)]

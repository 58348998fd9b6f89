#!/usr/bin/env python3
"""Writes a project of N bilingual two-page notes, to build them in bulk.

    benches/generate.py N FOLDER [SOURCES]

The house (house.yaml, _brand.yml, directory.yaml) is the sample's, from SOURCES, by default sources/ beside this folder.
The notes' words are made up from the lists below, by arithmetic alone: the same N always gives the same files.
"""
import shutil
import sys
from pathlib import Path

# Each list holds pairs, French and English. Subjects keep their article: they only follow sur, pour, par, avec and dans.
SUBJECTS = [
    ("l’accès à l’eau", "access to water"), ("le logement abordable", "affordable housing"),
    ("la mobilité douce", "active mobility"), ("la santé de proximité", "local health care"),
    ("l’école ouverte", "open schooling"), ("la transition énergétique", "the energy transition"),
    ("le budget participatif", "participatory budgeting"), ("la culture vivante", "living culture"),
    ("l’alimentation durable", "sustainable food"), ("la donnée publique", "public data"),
    ("le travail décent", "decent work"), ("la gestion des déchets", "waste management"),
    ("l’accueil des personnes migrantes", "the welcome of migrants"),
]
CITIES = [
    ("Dakar", "Dakar"), ("Lisbonne", "Lisbon"), ("Montréal", "Montréal"), ("Medellín", "Medellín"), ("Bamako", "Bamako"),
    ("Barcelone", "Barcelona"), ("Tunis", "Tunis"), ("Durban", "Durban"), ("Gênes", "Genoa"), ("Quito", "Quito"), ("Séoul", "Seoul"),
]
SENTENCES = [
    ("À {c}, le travail mené sur {s} a commencé par une question simple : qui reste à l’écart, et pourquoi ?",
     "In {c}, work on {s} began with a simple question: who is left aside, and why?"),
    ("Plus de {n} communes ont depuis suivi cet exemple, chacune avec ses moyens et ses priorités.",
     "More than {n} municipalities have since followed this example, each with its own means and priorities."),
    ("Les gouvernements locaux agissent ainsi pour {s} et, dans le même élan, pour {t}.",
     "Local governments thus act for {s} and, in the same effort, for {t}."),
    ("Rien de tout cela n’est possible sans **des finances locales solides**, ni sans des équipes bien formées.",
     "None of this is possible without **sound local finances**, nor without well-trained teams."),
    ("Les habitants de {c} demandent des résultats qu’ils puissent voir, comprendre et corriger.",
     "The people of {c} ask for results that they can see, understand and correct."),
    ("Le réseau a recueilli {n} témoignages sur {s} ; tous insistent sur la durée.",
     "The network gathered {n} testimonies on {s}; all of them insist on continuity."),
    ("Il faut pour cela relier ce qui était séparé, *avec patience*, et mesurer ce qui change vraiment.",
     "This means linking what was kept apart, *with patience*, and measuring what really changes."),
    ("La coopération entre villes et campagnes compte autant que la technique, et coûte moins cher.",
     "Cooperation between town and country matters as much as technology, and costs less."),
    ("Un accord conclu à {c} engage les pouvoirs publics pour {m} ans, avec un bilan chaque année.",
     "An agreement reached in {c} commits the public authorities for {m} years, with a review every year."),
]
GOALS = [
    ("comparer ce que {c} et ses partenaires ont appris sur {s}", "to compare what {c} and its partners have learned about {s}"),
    ("nommer les obstacles qui demeurent et les lois qui les dressent", "to name the obstacles that remain and the laws that raise them"),
    ("retenir {m} mesures que chaque commune peut prendre seule", "to select {m} measures that each municipality can take on its own"),
    ("préparer une déclaration commune sur {t}", "to prepare a joint statement on {t}"),
]
QUESTIONS = [
    ("Comment les élus peuvent-ils agir pour {s} quand les moyens manquent ?",
     "How can elected leaders act for {s} when means are scarce?"),
    ("Quelles alliances ont fait leurs preuves à {c} ?", "Which alliances have proved their worth in {c}?"),
    ("Que doit garantir la loi pour que chacun ait prise sur {t} ?", "What must the law guarantee so that everyone has a say in {t}?"),
    ("Comment rendre compte des résultats au bout de {m} ans ?", "How should results be accounted for after {m} years?"),
    ("Quelle place donner aux jeunes et aux quartiers éloignés ?", "What place should be given to young people and to remote districts?"),
]
WORDS = {
    "fr": {
        "title": "Agir ensemble pour {s} : les leçons de {c}", "context": "Contexte", "goals": "Objectifs", "questions": "Questions d’orientation",
        "lead": "La session poursuit quatre objectifs :",
        "note": "Le rapport complet est [en ligne](https://example.org/{i}), avec une synthèse[^1] et un [toolkit](lang:en) pour les équipes.",
        "footnote": "[^1]: Synthèse n° {n}, disponible en deux langues.",
    },
    "en": {
        "title": "Acting together for {s}: lessons from {c}", "context": "Context", "goals": "Objectives", "questions": "Guiding questions",
        "lead": "The session has four objectives:",
        "note": "The full report is [online](https://example.org/{i}), with a summary[^1] and a [carnet de bord](lang:fr) for teams.",
        "footnote": "[^1]: Summary no. {n}, available in two languages.",
    },
}
SPEAKERS = ["mohamed-boudra", "carola-gunnarsson", "armand-beouinde", "berry-vrbanovic", "souad-ben-abderrahim", "gissela-chala"]
PARAGRAPHS, SENTENCES_EACH = 4, 5


def prose(i, language):
    side = ("fr", "en").index(language)
    words = WORDS[language]

    def fill(text, step=0):
        k = i + step
        return text.format(
            i=i, n=10 + 7 * k % 80, m=3 + k % 5,
            c=CITIES[k % len(CITIES)][side], s=SUBJECTS[k % len(SUBJECTS)][side], t=SUBJECTS[(k + 4) % len(SUBJECTS)][side],
        )

    def paragraph(p):
        steps = range(p * SENTENCES_EACH, (p + 1) * SENTENCES_EACH)
        return " ".join(fill(SENTENCES[(i + step) % len(SENTENCES)][side], step) for step in steps)

    blocks = [f"# {fill(words['title'])}", f"## {words['context']} {{#context}}"]
    blocks += [paragraph(p) for p in range(PARAGRAPHS)]
    blocks += [fill(words["note"]), f"## {words['goals']} {{#goals}}", words["lead"]]
    blocks += ["\n".join(f"- {fill(goal[side], step)}" for step, goal in enumerate(GOALS))]
    blocks += [f"## {words['questions']} {{#questions}}"]
    blocks += ["\n".join(f"{step + 1}. {fill(question[side], step)}" for step, question in enumerate(QUESTIONS))]
    return "\n\n".join(blocks + [fill(words["footnote"])]) + "\n"


def session(i, name):
    day, hour = 1 + i % 28, 8 + i % 9
    speakers = [SPEAKERS[(i + step) % len(SPEAKERS)] for step in range(1 + i % 4)]
    return "\n".join([
        f"id: {name}",
        f"kind: {('opening-policy-dialogue', 'session')[i % 2]}",
        "event: uclg-eb-2021",
        f"when: {{start: 2021-{1 + i % 12:02}-{day:02}T{hour:02}:00, end: 2021-{1 + i % 12:02}-{day:02}T{hour + 1:02}:30, zone: Europe/Madrid}}",
        "where: {mode: online}",
        "status: final",
        "keywords:",
        *(f"  {language}: [{', '.join(SUBJECTS[(i + step) % len(SUBJECTS)][side] for step in range(3))}]"
          for side, language in enumerate(("fr", "en"))),
        "summary:",
        f"  fr: {SENTENCES[2][0].format(s=SUBJECTS[i % 13][0], t=SUBJECTS[(i + 4) % 13][0])}",
        f"  en: {SENTENCES[2][1].format(s=SUBJECTS[i % 13][1], t=SUBJECTS[(i + 4) % 13][1])}",
        "agenda:",
        "  - part: moderator",
        "    people:",
        "      - person: emilia-saiz",
        "  - heading:",
        "      fr: Voix des gouvernements locaux et régionaux",
        "      en: Voices of local and regional governments",
        "    people:",
        *(f"      - person: {speaker}" for speaker in speakers),
    ]) + "\n"


def main(count, folder, sample=Path(__file__).resolve().parent.parent / "sources"):
    sources = Path(folder, "sources")
    sources.mkdir(parents=True)
    for file in ("house.yaml", "_brand.yml", "directory.yaml"):
        shutil.copy(Path(sample, file), sources)
    for i in range(1, int(count) + 1):
        note = sources / f"note-{i:04}"
        note.mkdir()
        (note / "session.yaml").write_text(session(i, note.name), encoding="utf-8")
        for language in WORDS:
            (note / f"{language}.md").write_text(prose(i, language), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) in (3, 4) else sys.exit(__doc__)

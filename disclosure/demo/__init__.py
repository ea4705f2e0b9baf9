"""The demo content: a small county bureau that has published for six years.

    content.py  `items(day)`: everything, complete and consistent
    spec.py     what a demo item and its files are      markup.py  official text to HTML
    world.py    the county, its schools, their figures  rules.py   the normative documents
    files.py    attachments as real DOCX and XLSX       load.py    into the database and out

    the others  one theme each: `YEARLY`, templates with how many years back they go, and
                `singles`, items that stand alone; their texts as `markup.py` reads them
    files/      small PDF files and a picture           texts/     the five reports

Nothing but `load.py` knows a model. The county, its people and its numbers are invented.
"""

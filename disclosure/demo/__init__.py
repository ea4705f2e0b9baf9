"""The demo content: a small county bureau that has published for six years.

    spec.py      what a demo item and its files are       markup.py   official text to HTML
    world.py     the county, its schools, their figures   content.py  `items(day)`: everything
    files.py     attachments as real DOCX and XLSX        load.py     into the database and out
    the others   one theme each: `YEARLY` templates, each with how many years back it goes,
                 and `singles`, items that stand alone

Nothing but `load.py` knows a model. The county, its people and numbers are invented.
"""

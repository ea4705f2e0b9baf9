"""The demo requests: what citizens of an invented county asked for in three years.

    cases.py    open cases, one in every state of the law       closed.py  how cases end
    old.py      the ledger of the year before, imported         people.py  who asks
    acts.py     the steps of a case: verbs, done by the demo logins
    load.py     into the database

Days are offsets from the day of loading. Every state is reached by the portal's own verbs, in the
order of the days, as if the office had worked with it all along.
"""

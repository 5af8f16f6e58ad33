"""What each question answers, in plain Python over everything the graph holds: slow and obvious.

``world`` reads the graph; one module a question answers from that. Nothing here uses ``kg.queries``
or the statements in ``cypher/``, so that both can be held against each other.
"""

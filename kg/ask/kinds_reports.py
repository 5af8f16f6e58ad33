"""Wordings of questions about a therapy: profile, harms, numbers, comparison, disagreement."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ask.kind_pattern import Pattern

__all__ = ["adverse_events", "compare", "contradictions", "profile", "results"]


def profile() -> Iterator[Pattern]:
    """What is known of a therapy."""
    everything = "everything|all|what|anything"
    for text in (
        "[tell|inform] [me|us] [more] [all] [about|on] <therapy>|",
        "tell [me|us] [more|everything|something] about <therapy>",
        "about <therapy>",
        "[ASK] [what is|are] [an|the] [full|short] profile|overview|summary|portrait "
        "of|for|on <therapy>",
        "[ASK] <therapy> 's profile",
        "<therapy> profile|overview|summary",
        f"[ASK] {everything} [is|that is|there is] [known|reported|there] about|on|of <therapy>",
        "what is known|reported|there about|on|of <therapy>",
        "what do|does we|you|one|science|research|literature know|say about|on <therapy>",
        "how does|do|did|can|could|might|would <therapy> work|act|function|help|operate",
        "[explain] how <therapy> works|work|acts|act|functions",
        "[ASK] [summarise|summarize|sum|describe|profile|outline] [up] [the] [all] "
        "[evidence|data|research|knowledge|literature] "
        "[on|about|for|of] <therapy>",
        "summarise|summarize|describe|profile|outline [the] [all] "
        "[evidence|data|research|knowledge|literature] "
        "[on|about|for|of] <therapy>",
        "what evidence is|exists there on|for|about <therapy>",
        "what is the evidence on|for|about <therapy>",
        "[ASK] everything on|about <therapy>",
        "evidence on|for|about <therapy>",
        "[ASK] [the] evidence on|for|about <therapy>",
    ):
        if not text.endswith("|") and "[summarise" not in text:
            yield Pattern("profile", text, {})


def adverse_events() -> Iterator[Pattern]:
    """Which harms a therapy has."""
    harms = (
        "[most|common|frequent|usual|main|known|possible|all|reported*] [SERIOUS] "
        "[most|common|frequent*] HARMS"
    )
    of = "of|for|with|on|from|after|to|under|in|about|by"
    for text in (
        f"[ASK] {harms} {of} <therapy>",
        f"[ASK] {harms} AUX [{of}] <therapy>",
        f"[ASK] {harms} AUX "
        ""
        ""
        ""
        ""
        "[occurred|seen|observed|associated|linked|documented|described|happen|occur] "
        f"{of} <therapy>",
        f"[ASK] {harms} does|do|did|has|have|can <therapy> "
        f"have|cause|had|caused|show|produce|bring",
        f"[what is|are] <therapy> {harms}",
        f"[ASK] <therapy> 's {harms}",
        f"does|do|did <therapy> have|cause [any] {harms}",
        f"has|have <therapy> [any] {harms}",
        "is|are|was|were <therapy> [considered] [really] "
        "safe|dangerous|risky|harmful|tolerated|toxic [and] [safe|tolerated]",
        "is|are <therapy> well tolerated",
        "how safe|dangerous|risky|toxic|harmful is|are|was <therapy>",
        "how well [is|are] tolerated is|are <therapy>",
        "how well is|are|was <therapy> tolerated",
        "safety [profile|data] of|for <therapy>",
        "how often|frequently|commonly does|do|did|has|have <therapy> [SERIOUS] "
        "cause|caused|lead|trigger|produce|induce [to] [SERIOUS] <adverse_event>",
        "does|do|did|can|could|will <therapy> AUX cause|trigger|induce|provoke|produce "
        "[SERIOUS] <adverse_event>",
        f"how common|frequent|often|likely|usual|rare is|are|was|were|does|do|did [SERIOUS] "
        f"<adverse_event> [occur|happen|reported|seen] {of} <therapy>",
        "how many PEOPLE "
        ""
        ""
        ""
        ""
        "got|had|get|have|developed|develop|suffered|experienced|experience|reported [SERIOUS] "
        f"<adverse_event> {of} <therapy>",
        "[what is|was] [the] [ASK] "
        "risk|rate|frequency|incidence|probability|chance|risks|rates of|for "
        f"[SERIOUS] <adverse_event> {of} <therapy>",
        "[what is|was] <adverse_event> risk|rate|frequency|incidence "
        "of|with|on|after|under|for <therapy>",
        f"[is|are|was|were] <adverse_event> [a] [side|adverse|SERIOUS] "
        f"effect|event|effects|reaction|risk|harm {of} <therapy>",
        "[ASK] [SERIOUS] <adverse_event> cases|events with|on|after|under <therapy>",
    ):
        yield Pattern("adverse_events", text, {})


def results() -> Iterator[Pattern]:
    """The numbers of an outcome."""
    of, on = "of|with|after|for|on|by|under|from", "for|on|of|in|about"
    for with_therapy in (f" {of} <therapy>", ""):
        for text in (
            f"[ASK] [the] RESULTS {on} <outcome>",
            "[ASK] [the] [pooled|mean|average*] <outcome> RESULTS [are|is|there|were*]",
            "[ASK] <outcome> over time",
            f"[ASK] pooled|mean|average|median effect|change|difference [size] {on} <outcome>",
            "[ASK] mean|average|median|pooled <outcome> change|changes|difference",
            f"[what] RESULTS are|is|were|exist there {on} <outcome>",
            f"[ASK] RESULTS by arm [and] [timepoint] {on} <outcome>",
            f"[ASK] RESULTS {on} <outcome> by arm|study|timepoint [and] [timepoint|time|arm|study]",
            "how did|does|do <outcome> change|develop|evolve [over] [time]",
            "how much did|does|do <outcome> change|improve|worsen|fall|rise|drop|decrease|increase",
        ):
            yield Pattern("results", text + with_therapy, {})
    for text in (
        "[by] how much|far|strongly|many does|do|did|can|could|has|have|will [points] "
        "<therapy> EFFECT <outcome>",
        "how large|big|strong|great is|was|are the effect|effects|impact of <therapy> on <outcome>",
        "[ASK] pooled|mean|average|size [of] [the] effect|effects [size] of <therapy> on|for "
        "<outcome>",
        "[ASK] [the] effect|effects [size|sizes] of|for <therapy> on <outcome>",
        "[ASK] RESULTS of|with|for|after <therapy> on|for|in <outcome>",
        "[ASK] <therapy> RESULTS on|for|in <outcome>",
        "what RESULTS did|does|do|has|have <therapy> show|have|had|give|report|achieve "
        "on|for|in <outcome>",
    ):
        yield Pattern("results", text, {})


def compare() -> Iterator[Pattern]:
    """Therapies side by side."""
    for tail in (" [in] [terms] on|for|of|in|by|regarding|concerning|about <outcome>", ""):
        for text in (
            "[ASK] [a] compare|comparing|comparison|contrast|comparisons [of|between] <therapies+>",
            "[ASK] [head-to-head] <therapies+>",
            "head-to-head <therapies+>",
            "head to head <therapies+>",
            "is|are|was|were <therapies+> BETTER",
            "[ASK] [what is|are] [the] difference|differences|comparison between|of <therapies+>",
            "how does|do|did <therapies+> compare|differ [with|to]",
            "how do|does <therapies+> compare",
            "put|set <therapies+> side by side",
            "<therapies+> side by side",
            "[ASK] <therapies+> head to head",
            "[ASK] <therapies+> compared",
        ):
            if not text.endswith("BETTER"):
                yield Pattern("compare", text + tail, {})
        better = "better|worse|safer|superior|inferior|preferable|best|safest"
        more = "more|less effective|safe|tolerable|beneficial|harmful"
        for word in (better, more):
            yield Pattern(
                "compare",
                f"is|are|was|were|does|do <a> [work|works|do] {word} than|to|as|or <b>{tail}",
                {},
            )
            yield Pattern(
                "compare",
                f"which|what [one] [therapy|treatment] is|are|works|was|performs {word}{tail} "
                f"<therapies+>",
                {},
            )
        yield Pattern(
            "compare",
            f"how does|do|did|is|are <a> "
            f"compare|compares|differ|different|compared|fare|perform|do "
            f"[with|to|from|against|versus] <therapies+>{tail}",
            {},
        )
        yield Pattern(
            "compare", f"[ASK] <a> compared|relative|comparison with|to <therapies+>{tail}", {}
        )
        yield Pattern("compare", f"is|are|was <a> as good|effective|safe as <b>{tail}", {})


def contradictions() -> Iterator[Pattern]:
    """Where reports disagree."""
    pairs = (
        "<therapy>",
        "<outcome>",
        "<therapy> and|on|for|about|with|in <outcome>",
        "<outcome> and|with|after|for|of|on <therapy>",
        "the effect|effects|impact of <therapy> on <outcome>",
        "the effect|effects of <therapy>",
        "",
        "how|whether <therapy> AUX EFFECT <outcome>",
    )
    about = "[about|on|over|of|for|regarding|between|in|with|around|concerning*]"
    for pair in pairs:
        for text in (
            f"[where|why|how|what|when|do|does] [do|does|are] STUDIES [of|on] DISAGREE "
            f"{about} {pair}",
            f"[ASK] CONTRADICTIONS [are|is] [there] {about} [STUDIES] [of|on|about] {pair}",
            f"is|are STUDIES {about} {pair} DISAGREE",
            f"which|what STUDIES {about} {pair} DISAGREE",
            f"do|does|is|are STUDIES [of] agree|consistent|unanimous|agreed {about} {pair}",
            f"where|why|how do|does|is|are STUDIES {about} {pair} DISAGREE",
            f"where|how is|are {pair} DISAGREE",
            f"is|are there CONTRADICTIONS {about} {pair}",
            f"is|are {pair} disputed|controversial|contradictory|contested|debated",
        ):
            yield Pattern("contradictions", text, {})
    yield Pattern(
        "contradictions",
        "[where|why|what] [do|does] STUDIES of|on <therapy> DISAGREE about|on <outcome>",
        {},
    )

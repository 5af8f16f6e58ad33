"""Wordings of questions for paths, gaps and entities."""

from __future__ import annotations

from collections.abc import Iterator

from kg.ask.kind_pattern import Pattern

__all__ = ["entities", "gaps", "paths"]


def paths() -> Iterator[Pattern]:
    """How one thing leads to another."""
    tails = (
        "",
        " THROUGH_PATH <through>",
        " avoiding|without|bypassing|skipping <avoid>",
        " THROUGH_PATH <through> [and] avoiding|avoid|without <avoid>",
        " using|with|by|over|via only PREDICATE [and|or PREDICATE2ND]",
        " only through|using|over|by PREDICATE [and|or PREDICATE2ND]",
    )
    for tail in tails:
        for text in (
            "[ASK] PATHS from <start> to <end>",
            "[ASK] PATHS between <start> and <end>",
            "[ASK] PATHS that|which lead|go|run from <start> to <end>",
            "how does|do|did|might|may|could|can|would <start> come|comes to EFFECT <end>",
            "how does|do|did|might|may|could|can|would <start> EFFECT <end>",
            "[explain|see] how <start> comes|come to EFFECT <end>",
            "[explain|see] how <start> AUX EFFECT <end>",
            "[explain|see] how <start> leads|lead|is|are [linked|connected|related] to <end>",
            "[by] how|what|which "
            "[route|routes|way|ways|chain|path|paths|steps|mechanism|mechanisms] "
            "does|do|did|might|may|could|can <start> lead|leads|contribute|connect|relate|get "
            "[come] to <end>",
            "how does|do|did|might|may|could|can <start> cause|produce|trigger|induce <end>",
            "how is|are|were|was|might|may <start> [be] connected|linked|related|tied to|with "
            "<end>",
            "how do|does|are|is <start> and <end> connect|connected|linked|related|link|relate",
            "what|which links|connects|joins|ties|lies|link|connect <start> to|with|and <end>",
            "what lies|stands between <start> and <end>",
            "what is|are [the] connection|link|links|relation|relationship|connections "
            "between <start> and <end>",
            "[ASK] PATHS of|for <start> to <end>",
            "through|via what|which [mechanisms|cells|steps] does|do|can <start> EFFECT <end>",
        ):
            yield Pattern("paths", text + tail, {})


def gaps() -> Iterator[Pattern]:
    """What is missing."""
    of = "[of|for|behind|in|by <therapy>]"
    for text in (
        f"[ASK] MECHANISMS {of} AUX ONLY AUX "
        f"[claimed|shown|seen|known|reported|studied|demonstrated|tested|supported*] [been] "
        f"[by|in|from] ANIMALS",
        f"[ASK] MECHANISMS {of} AUX "
        "[claimed|seen|known|studied|demonstrated|tested|supported|described*] ONLY "
        "[in|from|by] ANIMALS",
        f"[ASK] MECHANISMS {of} AUX "
        "[claimed|seen|known|studied|demonstrated|tested|supported*] [in|from|by] ANIMALS ONLY",
        f"[ASK] MECHANISMS {of} with|have|has|having|rest|rests [on] [ONLY] ANIMALS "
        f"[evidence|data|support] [ONLY]",
        f"[ASK] MECHANISMS {of} AUX lack|lacks|lacking|without|no|not|never|miss [been] "
        f"[have|has] [any] [shown|confirmed|seen|tested|studied|demonstrated] [in] HUMANS "
        f"[evidence|data|support|studies]",
        f"[ASK] MECHANISMS {of} have|has|with no HUMANS evidence|data|support|studies",
        f"[ASK] MECHANISMS {of} have|has not|never been "
        f"shown|confirmed|seen|tested|studied|demonstrated in HUMANS",
        f"[ASK] animal-only MECHANISMS {of}",
        f"what|which [THERAPIES] MECHANISMS {of} AUX ONLY ANIMALS evidence",
    ):
        yield Pattern("gaps", text, {"kind": "animal_only"})
    no = "[but|and|yet] [have] no|without|lack|lacks|lacking|never [any] [a|an] [reported]"
    for text in (
        f"[ASK] <therapy> [that] have|has|with [a|an] [known] MECHANISMS {no} HUMANS FEATURE",
        f"[ASK] <therapy> [that] have|has|with [a|an] [known] MECHANISMS {no} FEATURE [AUX] "
        f"in HUMANS",
        f"[ASK] <therapy> [that] [have] {no} HUMANS FEATURE",
        f"[ASK] <therapy> [that] [have] {no} FEATURE [AUX] in HUMANS",
        "[ASK] <therapy> AUX never|not [been] tested|tried|studied|shown [an] [outcome] in HUMANS",
    ):
        yield Pattern("gaps", text, {"kind": "no_human_outcome"})
    outcomes = f"[ASK] outcomes|outcome|measures|endpoints {of} AUX [that]"
    for text in (
        f"{outcomes} [AUX] measured [but|and|yet] never|not [once] [AUX] changed|change|improved",
        f"{outcomes} measured|assessed|studied [but|and|yet] AUX never|not AUX changed",
        f"{outcomes} measured|assessed|studied [but|and|yet] never AUX to AUX changed|change",
        f"{outcomes} measured|assessed|studied without [any] change|changes",
        f"{outcomes} [AUX] never|not [AUX] changed|change [AUX]",
        f"{outcomes} never AUX as changed",
        f"{outcomes} measured|assessed [but|and] AUX never AUX as changed|improved",
        f"{outcomes} measured|assessed [but|and] never AUX as changed",
        "what|which outcomes did|does|has|have <therapy> never change|changed",
    ):
        yield Pattern("gaps", text, {"kind": "never_changed"})
    studies = "trials|studies|trial|study"
    of = "[of|on|with|for|testing|about|in <therapy>]"
    for text in (
        f"[ASK] [ENDED] {studies} {of} AUX [ENDED] [but|and|yet] AUX UNREPORTED",
        f"[ASK] {studies} {of} AUX ENDED [but|and|yet] AUX UNREPORTED",
        f"[ASK] <therapy> {studies} AUX ENDED [but|and|yet] AUX UNREPORTED",
        f"[ASK] ENDED <therapy> {studies} AUX UNREPORTED",
        f"[ASK] unreported|unpublished {studies} {of}",
        f"[ASK] {studies} {of} never|not AUX results",
    ):
        yield Pattern("gaps", text, {"kind": "no_results"})


def entities() -> Iterator[Pattern]:
    """What answers to a name."""
    for text in (
        "what is|are|'s|was <q>",
        "what's <q>",
        "who is <q>",
        "what does|do <q> stand|mean|stands for",
        "what does|do <q> mean",
        "what is|are meant by <q>",
        "[the] meaning|definition of <q>",
        "what is [the] meaning|definition of <q>",
        "define|explain|identify <q>",
        "look|looking up <q>",
        "lookup|search|find <q>",
        "search [for] <q>",
        "look for <q>",
        "tell [me|us] [more] about <q>",
        "about <q>",
        "what is known about <q>",
        "what do we know about <q>",
        "find|search|list|look|show|which|what [for|up] [ASK] [any|all|the*] TYPE "
        "[is|are|that|which] [called|named|like|known] [as] <q>",
        "find|search|list|look|show [me] [for|up] [any|all|the|some*] TYPE <q>",
        "is|are there [a|an|any] TYPE [that] [is|are] [called|named|known] [as] <q>",
        "which|what TYPE is|are [called|named|known|abbreviated] [as] <q>",
        "TYPE called|named <q>",
        "do you know|have [a|an|the] TYPE [called|named] <q>",
        "is there anything|something called|named <q>",
        "find|search|list [for] anything|entities|entity|everything called|named <q>",
        "what kind|type|sort of TYPE|thing is <q>",
        "<q> definition|meaning",
    ):
        yield Pattern("entities", text, {})

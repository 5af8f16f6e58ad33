// schema/08_claim_subject: claims by predicate and subject.
// returns nothing
CREATE INDEX claim_subject IF NOT EXISTS FOR (c:Claim) ON (c.predicate, c.subject_id)

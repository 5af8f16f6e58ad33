"""One model per thing: facts come in; entities, claims, evidence and answers go out."""

// Which view draws which kind of answer. What a view gives: node, said, csv, claims, draw.

import { adverseEventsView } from "./adverse_events.js";
import { claimsView } from "./claims.js";
import { compareView } from "./compare.js";
import { contradictionsView } from "./contradictions.js";
import { entitiesView } from "./entities.js";
import { gapsView } from "./gaps.js";
import { pathsView } from "./paths.js";
import { profileView } from "./profile.js";
import { outcomeResultsView } from "./outcome_results.js";
import { rowsView } from "./rows.js";
import { therapiesView } from "./therapies.js";

const VIEWS = {
  therapies: (body, tell) => therapiesView(body.answer, body.context, tell),
  claims: (body, tell) => claimsView(body.answer, tell),
  profile: (body) => profileView(body.answer),
  compare: (body) => compareView(body.answer),
  contradictions: (body, tell) => contradictionsView(body.answer, tell),
  paths: (body) => pathsView(body.answer),
  gaps: (body, tell) => gapsView(body.answer, tell),
  entities: (body, tell) => entitiesView(body.answer, tell),
  adverse_events: (body) => adverseEventsView(body.answer),
  results: (body, tell) => outcomeResultsView(body.answer, tell),
};

/** The view of an answer; one of a kind that is not known here is shown as it came. */
export function answerView(body, tell) {
  const view = VIEWS[body.kind] ?? ((whole) => rowsView(whole.answer));
  return view(body, tell);
}

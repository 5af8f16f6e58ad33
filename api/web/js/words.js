// The words for the model's terms, and numbers as people read them.

const WORDS = {
  // Predicates, as verbs.
  USES_CELL_TYPE: "uses",
  ACTS_THROUGH: "acts through",
  REPORTS_OUTCOME: "reports",
  HAS_ADVERSE_EVENT: "has adverse event",
  TREATS: "treats",
  CONTRIBUTES_TO: "contributes to",
  DIFFERENTIATES_INTO: "differentiates into",
  COMPARED_WITH: "compared with",
  // Designs.
  rct: "randomised trial",
  non_randomised_trial: "non-randomised trial",
  single_arm: "one arm",
  animal: "animals",
  review_remark: "remark in a review",
  // Phases.
  EARLY_PHASE1: "early phase 1",
  PHASE1: "phase 1",
  PHASE1_PHASE2: "phase 1/2",
  PHASE2: "phase 2",
  PHASE2_PHASE3: "phase 2/3",
  PHASE3: "phase 3",
  PHASE4: "phase 4",
  NA: "no phase",
  // Types.
  CellType: "Cell type",
  AdverseEvent: "Adverse event",
  // Filters.
  min_design: "Weakest design",
  min_phase: "Phase at least",
  studied_in: "Studied in",
  min_followup_months: "Follow-up, months at least",
  year_from: "Published from",
  year_to: "Published to",
  hide_machine_made: "Hide what only programs stated",
  direct: "Names as they are, without narrower terms",
  min_patients: "Patients at least",
  min_studies: "Studies at least",
  min_score: "Score at least",
  sort: "Order by",
  source: "Loaded dataset",
  agent_type: "Stated by",
  edss_min: "EDSS from",
  edss_max: "EDSS to",
  ci_low: "interval from",
  ci_high: "interval to",
  p_value: "p",
  n: "analysed",
  timepoint_months: "months after treatment",
  human: "humans",
};

/** The word for a term: its own, or the term with its underscores taken out. */
export function word(term) {
  if (term === null || term === undefined) return "not stated";
  return WORDS[term] ?? String(term).replaceAll("_", " ");
}

/** With a capital. */
export function Word(term) {
  const text = word(term);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Several of a term. */
export function plural(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 4 });

/** A number with its thousands apart; a dash where there is none. */
export function number(value) {
  return value === null || value === undefined ? "–" : whole.format(value);
}

/** A score, always with two digits. */
export function two(value) {
  return value === null || value === undefined ? "–" : value.toFixed(2);
}

/** A proportion as percent. */
export function percent(value) {
  if (value === null || value === undefined) return "–";
  const hundred = value * 100;
  return `${hundred >= 10 || hundred === 0 ? hundred.toFixed(0) : hundred.toFixed(1)}%`;
}

export const DIRECTIONS = ["improved", "unchanged", "worsened", "mixed"];

/** A sign beside each direction, so that colour is never alone. */
export const SIGNS = { improved: "▲", unchanged: "●", worsened: "▼", mixed: "◆" };

// retract/unstudied: studies that no report describes any more as one did.
// parameters
//   rows (list of map): id and said (list of string: name, phase, enrollment, status, why_stopped)
// returns one record
//   ids (list of string): studies whose node may have to change
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
WHERE NOT EXISTS {
  MATCH (n)<-[:FROM_STUDY]-(e:Evidence)
  WHERE row.said = [
    e.study_name, coalesce(e.study_phase, ''), coalesce(toString(e.study_enrollment), ''),
    coalesce(e.study_status, ''), coalesce(e.study_why_stopped, '')
  ]
}
RETURN collect(DISTINCT n.id) AS ids

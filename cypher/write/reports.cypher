// write/reports: what the score needs of the evidence of given claims, one entry a unit and side.
// parameters
//   claims (list of string): claim ids
// returns one record
//   reports (list of list): [claim id, supports, unit, greatest strength, most patients,
//     whether the unit is a named study, number of reports]
UNWIND $claims AS id
MATCH (c:Claim {id: id})
USING INDEX SEEK c:Claim(id)
MATCH (c)<-[r:SUPPORTS|REFUTES]-(e:Evidence)
WITH id, type(r) = 'SUPPORTS' AS supports, e.unit AS unit, max(e.strength) AS strength,
     max(e.patients) AS patients, e.unit_is_study AS study, count(*) AS reports
RETURN collect([id, supports, unit, strength, patients, study, reports]) AS reports

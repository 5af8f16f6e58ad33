// claims/page: one claim with every evidence, strongest first.
// parameters
//   id (string): the claim
// returns one record
//   version (string): the graph's version
//   claim (map): the claim with evidence (list of map: the evidence's properties and sources, a
//     list of id, name, record); or null
MATCH (g:Graph {id: 'graph'})
OPTIONAL MATCH (c:Claim {id: $id})
USING INDEX SEEK c:Claim(id)
OPTIONAL MATCH (subject:Entity)<-[:SUBJECT]-(c)-[:OBJECT]->(object:Entity)
OPTIONAL MATCH (c)-[:IN_CONDITION]->(condition:Entity)
RETURN g.instance + '-' + toString(g.version) AS version, c {
  .id, .predicate, .effect_direction,
  .evidence_count, .supporting_count, .refuting_count, .study_count, .patient_count, .score,
  subject: subject {.id, .name, .type},
  object: object {.id, .name, .type},
  condition: condition {.id, .name, .type},
  evidence: COLLECT {
    MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
    RETURN e {
      .*,
      sources: COLLECT {
        MATCH (e)-[mention:FROM_SOURCE]->(s:Source)
        RETURN {id: s.id, name: s.name, record: mention.record} AS source ORDER BY s.id
      }
    } AS found
    ORDER BY e.weight DESC, e.id
  }
} AS claim

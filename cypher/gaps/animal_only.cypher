// gaps/animal_only: mechanisms whose every supporting report is from animals or in vitro.
// Of a therapy that is asked for, those of the cells that it uses as well.
// parameters
//   subjects (list of string): therapy ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   skip (integer): how many gaps to leave out
//   limit (integer): how many gaps to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many gaps there are
//   items (list of map): subject, mechanism, claims, animal_count, in_vitro_count,
//     supporting_count, refuting_count, study_count
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    WITH 1 AS way WHERE $subjects IS NOT NULL
    CALL () {
      UNWIND $subjects AS subject_id
      RETURN subject_id
      UNION
      MATCH (use:Claim)
      USING INDEX SEEK use:Claim(predicate, subject_id)
      WHERE use.predicate = 'USES_CELL_TYPE' AND use.subject_id IN $subjects
        AND use.supporting_count > 0
      RETURN use.object_id AS subject_id
    }
    MATCH (c:Claim {predicate: 'ACTS_THROUGH', subject_id: subject_id})
    USING INDEX SEEK c:Claim(predicate, subject_id)
    RETURN c
    UNION ALL
    WITH 1 AS way WHERE $subjects IS NULL
    MATCH (c:Claim)
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE c.predicate = 'ACTS_THROUGH' AND c.subject_id > ''
    RETURN c
  }
  WITH c
  WHERE $conditions IS NULL OR c.condition_id IN $conditions
  MATCH (c)<-[report:SUPPORTS|REFUTES]-(e:Evidence)
  WHERE ($filters.designs IS NULL OR e.design_type IN $filters.designs)
    AND ($filters.phases IS NULL OR coalesce(e.design_phase, e.study_phase) IN $filters.phases)
    AND ($filters.levels IS NULL OR e.provenance_knowledge_level IN $filters.levels)
    AND ($filters.agents IS NULL OR e.provenance_agent_type IN $filters.agents)
    AND ($filters.route IS NULL OR toLower(e.treatment_route) = $filters.route)
    AND ($filters.donor IS NULL OR e.treatment_donor = $filters.donor)
    AND ($filters.months IS NULL OR e.result_timepoint_months >= $filters.months)
    AND (($filters.year_from IS NULL AND $filters.year_to IS NULL) OR EXISTS {
      MATCH (e)-[:REPORTED_IN]->(publication:Publication)
      WHERE ($filters.year_from IS NULL OR publication.year >= $filters.year_from)
        AND ($filters.year_to IS NULL OR publication.year <= $filters.year_to)
    })
    AND ($filters.source IS NULL OR EXISTS { (e)-[:FROM_SOURCE]->(:Source {id: $filters.source}) })
  WITH c.subject_id AS subject_id, c.object_id AS object_id, collect(DISTINCT c.id) AS claims,
       sum(CASE WHEN type(report) = 'SUPPORTS' THEN 1 ELSE 0 END) AS supporting_count,
       sum(CASE WHEN type(report) = 'REFUTES' THEN 1 ELSE 0 END) AS refuting_count,
       sum(CASE WHEN type(report) = 'SUPPORTS' AND e.design_type = 'animal' THEN 1 ELSE 0 END)
         AS animal_count,
       sum(CASE WHEN type(report) = 'SUPPORTS' AND e.design_type = 'in_vitro' THEN 1 ELSE 0 END)
         AS in_vitro_count,
       count(DISTINCT CASE WHEN e.unit_is_study THEN e.unit END) AS study_count
  WHERE supporting_count > 0 AND animal_count + in_vitro_count = supporting_count
  WITH subject_id, object_id, claims, supporting_count, refuting_count, animal_count,
       in_vitro_count, study_count
  ORDER BY supporting_count DESC, subject_id, object_id
  RETURN collect({
    subject_id: subject_id, object_id: object_id, claims: claims,
    supporting_count: supporting_count, refuting_count: refuting_count,
    animal_count: animal_count, in_vitro_count: in_vitro_count, study_count: study_count
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  MATCH (subject:Entity {id: one.subject_id})
  MATCH (mechanism:Entity {id: one.object_id})
  RETURN one {
    .claims, .supporting_count, .refuting_count, .animal_count, .in_vitro_count, .study_count,
    subject: subject {.id, .name, .type}, mechanism: mechanism {.id, .name, .type}
  }
} AS items

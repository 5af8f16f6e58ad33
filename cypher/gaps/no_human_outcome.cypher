// gaps/no_human_outcome: therapies with a mechanism and no outcome reported in humans.
// A mechanism is the therapy's own or that of a cell it uses. An outcome of a narrower therapy
// counts for the broader one, unless names are taken as they are.
// parameters
//   subjects (list of string): therapy ids, narrower ones included, or null
//   conditions (list of string): condition ids, narrower ones included, or null
//   filters (map): which evidence is let in, see kg/queries/filters.py
//   humans (list of string): designs that are of humans
//   depth (integer): 0 to look at the therapy alone, 1 also at what is narrower
//   skip (integer): how many gaps to leave out
//   limit (integer): how many gaps to give
// returns one record
//   version (string): the graph's version
//   total (integer): how many gaps there are
//   items (list of map): therapy, mechanisms (list of id, name, type, said_of), mechanism_count,
//     reports, animal_count, in_vitro_count, unstated_count (of its outcomes)
MATCH (g:Graph {id: 'graph'})
CALL () {
  CALL () {
    CALL () {
      WITH 1 AS way WHERE $subjects IS NOT NULL
      MATCH (c:Claim)
      USING INDEX SEEK c:Claim(predicate, subject_id)
      WHERE c.predicate IN ['ACTS_THROUGH', 'USES_CELL_TYPE'] AND c.subject_id IN $subjects
      RETURN c
      UNION ALL
      WITH 1 AS way WHERE $subjects IS NULL
      MATCH (c:Claim)
      USING INDEX SEEK c:Claim(predicate, subject_id)
      WHERE c.predicate IN ['ACTS_THROUGH', 'USES_CELL_TYPE'] AND c.subject_id > ''
      RETURN c
    }
    WITH c AS own
    WHERE own.supporting_count > 0 AND (size(keys($filters)) = 0 OR EXISTS {
      MATCH (own)<-[:SUPPORTS]-(e:Evidence)
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
    })
    WITH own.subject_id AS id, collect(own) AS claims
    MATCH (therapy:Entity {id: id})
    WHERE therapy:Therapy
    RETURN therapy, claims
  }
  // Looked for first, because it ends with the first report from humans.
  WITH therapy, claims
  WHERE NOT EXISTS {
    MATCH (therapy)<-[:IS_A]-{0,20}(one:Entity)
    WHERE $depth = 1 OR one = therapy
    WITH DISTINCT one
    MATCH (c:Claim {predicate: 'REPORTS_OUTCOME', subject_id: one.id})
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE $conditions IS NULL OR c.condition_id IN $conditions
    MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
    WHERE e.design_type IN $humans
      AND ($filters.designs IS NULL OR e.design_type IN $filters.designs)
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
  }
  CALL (claims) {
    UNWIND claims AS own
    CALL (own) {
      WITH own WHERE own.predicate = 'ACTS_THROUGH'
      RETURN own.object_id AS mechanism_id, null AS cell_id
      UNION ALL
      WITH own WHERE own.predicate = 'USES_CELL_TYPE'
      MATCH (c:Claim {predicate: 'ACTS_THROUGH', subject_id: own.object_id})
      USING INDEX SEEK c:Claim(predicate, subject_id)
      MATCH (c)<-[:SUPPORTS]-(e:Evidence)
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
      RETURN DISTINCT c.object_id AS mechanism_id, own.object_id AS cell_id
    }
    RETURN collect(DISTINCT [mechanism_id, cell_id]) AS mechanisms,
           count(DISTINCT mechanism_id) AS mechanism_count
  }
  WITH therapy, mechanisms, mechanism_count
  WHERE mechanism_count > 0
  CALL (therapy) {
    MATCH (therapy)<-[:IS_A]-{0,20}(one:Entity)
    WHERE $depth = 1 OR one = therapy
    WITH DISTINCT one
    MATCH (c:Claim {predicate: 'REPORTS_OUTCOME', subject_id: one.id})
    USING INDEX SEEK c:Claim(predicate, subject_id)
    WHERE $conditions IS NULL OR c.condition_id IN $conditions
    MATCH (c)<-[:SUPPORTS|REFUTES]-(e:Evidence)
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
    RETURN count(*) AS reports,
           sum(CASE WHEN e.design_type = 'animal' THEN 1 ELSE 0 END) AS animal_count,
           sum(CASE WHEN e.design_type = 'in_vitro' THEN 1 ELSE 0 END) AS in_vitro_count
  }
  WITH therapy, mechanisms, mechanism_count, reports, animal_count, in_vitro_count
  ORDER BY mechanism_count DESC, therapy.id
  RETURN collect({
    therapy: therapy, mechanisms: mechanisms, mechanism_count: mechanism_count,
    reports: reports, animal_count: animal_count, in_vitro_count: in_vitro_count
  }) AS found
}
RETURN g.instance + '-' + toString(g.version) AS version, size(found) AS total, COLLECT {
  UNWIND found[$skip..$skip + $limit] AS one
  WITH one, one.therapy AS therapy
  RETURN {
    therapy: therapy {.id, .name, .type},
    mechanism_count: one.mechanism_count,
    mechanisms: COLLECT {
      UNWIND one.mechanisms AS pair
      MATCH (mechanism:Entity {id: pair[0]})
      OPTIONAL MATCH (cell:Entity {id: pair[1]})
      WITH mechanism, cell ORDER BY mechanism.id, cell.id LIMIT 50
      RETURN mechanism {.id, .name, .type, said_of: cell {.id, .name, .type}} AS entity
    },
    reports: one.reports, animal_count: one.animal_count, in_vitro_count: one.in_vitro_count,
    unstated_count: one.reports - one.animal_count - one.in_vitro_count
  }
} AS items

// retract/unnamed: entities that a fact no longer calls as it did, or no longer uses as a type.
// The first report that still does so is enough, so hubs cost no more than others.
// parameters
//   rows (list of map): id, name and type as they were said
// returns one record
//   ids (list of string): entities whose node may have to change
UNWIND $rows AS row
MATCH (n:Entity {id: row.id})
WITH n, row.name AS name, row.type AS type, n.origin IS NOT NULL AS known
WHERE NOT (known AND (n.type = type OR EXISTS {
    MATCH (n)-[r:FROM_SOURCE]->() WHERE r.type = type
  }))
  AND NOT EXISTS {
    MATCH (n)<-[:SUBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
    WHERE e.subject_said_type = type AND (known OR e.subject_said = name)
  }
  AND NOT EXISTS {
    MATCH (n)<-[:OBJECT]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
    WHERE e.object_said_type = type AND (known OR e.object_said = name)
  }
  AND NOT EXISTS {
    MATCH (n)<-[:IN_CONDITION]-(:Claim)<-[:SUPPORTS|REFUTES]-(e:Evidence)
    WHERE e.condition_said_type = type AND (known OR e.condition_said = name)
  }
RETURN collect(DISTINCT n.id) AS ids

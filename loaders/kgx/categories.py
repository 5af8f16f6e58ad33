"""Biolink categories, and what their nodes are in this model.

A category such as Disease says what its nodes are. A chemical is a therapy only where an edge
has it as one (water is a chemical too), so such categories only say what a node may be.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.vocabulary import EntityType

__all__ = ["NAMED_THING", "Kind", "by_prefix", "category_key", "kind_of", "texts"]

_THERAPY = (EntityType.THERAPY,)
_MECHANISM = (EntityType.MECHANISM,)
_FINDING = (EntityType.OUTCOME, EntityType.ADVERSE_EVENT, EntityType.CONDITION)
_PHENOTYPE = (EntityType.ADVERSE_EVENT, EntityType.OUTCOME, EntityType.CONDITION)
_DISEASE = (EntityType.CONDITION, EntityType.ADVERSE_EVENT)
_EITHER = (EntityType.CONDITION, EntityType.ADVERSE_EVENT, EntityType.OUTCOME)


@dataclass(frozen=True, eq=False)
class Kind:
    """A Biolink category as this model sees it; one object for each, compared by identity."""

    category: str
    type: EntityType | None = None
    """What its nodes are in any case; null where only an edge can say."""
    roles: tuple[EntityType, ...] = ()
    """What an edge may take them for, first choice first."""
    clinical_only: bool = False
    """Whether only an edge about patients (treats, has side effect) may take them so."""
    named: bool = False
    """Whether facts name them beside their ends: studies and publications."""


def _firm(names: str, *roles: EntityType) -> list[Kind]:
    return [Kind(f"biolink:{name}", roles[0], roles) for name in names.split()]


def _open(names: str, roles: tuple[EntityType, ...], *, clinical_only: bool = False) -> list[Kind]:
    return [Kind(f"biolink:{name}", None, roles, clinical_only) for name in names.split()]


#: Of the categories of one node the first in this order counts: nodes often carry all the
#: ancestors of their category, so the narrow ones come first.
_ORDERED = (
    *_firm("Cell", EntityType.CELL_TYPE),
    *_firm("Disease", *_DISEASE),
    *_firm("ClinicalFinding ClinicalMeasurement", *_FINDING),
    # As the ontology loaders have the terms of HPO.
    *_firm("BehavioralFeature PhenotypicFeature", *_PHENOTYPE),
    *_firm("Drug Treatment Procedure ClinicalIntervention", *_THERAPY),
    # Biolink files behaviour under biological processes; how a therapy works it is not.
    Kind("biolink:Behavior"),
    *_firm("Pathway PathologicalProcess PhysiologicalProcess BiologicalProcess", *_MECHANISM),
    *_open("MolecularActivity BiologicalProcessOrActivity", _MECHANISM),
    *(Kind(f"biolink:{name}") for name in ("Gene", "GeneFamily", "ProteinFamily", "Food")),
    *_open("ProteinIsoform Protein Polypeptide NucleicAcidEntity", _THERAPY, clinical_only=True),
    *_open(
        "SmallMolecule ProcessedMaterial ComplexMolecularMixture MolecularMixture "
        "ChemicalMixture ChemicalSubstance Metabolite MolecularEntity ChemicalEntity",
        _THERAPY,
    ),
    *_open("Device", _THERAPY, clinical_only=True),
    *_open("DiseaseOrPhenotypicFeature", _EITHER),
    *(
        Kind(f"biolink:{name}", named=True)
        for name in ("ClinicalTrial", "Study", "JournalArticle", "Article", "Publication")
    ),
)
#: What has no category, or only this one: its Biolink range says what a clinical edge takes.
NAMED_THING = Kind("biolink:NamedThing", None, (*_THERAPY, *_EITHER), clinical_only=True)

#: The other classes of Biolink 4.4.6 and of earlier releases; their nodes are left out.
_OTHERS = """
    AccessibleDnaRegion Activity ActivityAndBehavior AdministrativeEntity Agent AnatomicalEntity
    Attribute Bacterium BehavioralExposure BiologicalEntity BiologicalSex BioticExposure Book
    BookChapter Carbohydrate Case CellLine CellularComponent CellularOrganism ChemicalExposure
    ChemicalEntityOrGeneOrGeneProduct ChemicalEntityOrProteinOrPolypeptide ChemicalOrDrugOrTreatment
    ChemicalRole ChiSquaredAnalysisResult ClinicalAttribute ClinicalCourse ClinicalEntity
    ClinicalModifier CodingSequence Cohort CommonDataElement ComplexChemicalExposure
    ConceptCountAnalysisResult ConfidenceLevel Dataset DatasetDistribution DatasetSummary
    DatasetVersion DiagnosticAid DiseaseOrPhenotypicFeatureExposure
    DiseaseOrPhenotypicFeatureOutcome DrugExposure DrugLabel DrugToGeneInteractionExposure Entity
    EnvironmentalExposure EnvironmentalFeature EnvironmentalFoodContaminant EnvironmentalProcess
    EpidemiologicalOutcome EpigenomicEntity Event Evidence EvidenceType Exon ExposureEvent
    FoodAdditive FoodComponent Fungus GeneGroupingMixin GeneOrGeneProduct GeneProductIsoformMixin
    GeneProductMixin GenomicBackgroundExposure GenomicEntity GeneticInheritance Genome Genotype
    GenotypicSex GeographicExposure GeographicLocation GeographicLocationAtTime
    GrossAnatomicalStructure Haplotype Hospitalization HospitalizationOutcome Human
    IceesStudyResult IndividualOrganism InformationContentEntity Invertebrate LifeStage
    LogOddsAnalysisResult MacromolecularComplex MacromolecularMachine MacromolecularMachineMixin
    Mammal MaterialSample MicroRNA MolecularMachine MortalityOutcome NoncodingRNAProduct
    NucleicAcidSequenceMotif NucleosomeModification ObservedExpectedFrequencyAnalysisResult
    Occurrent Onset OntologyClass OrganismAttribute OrganismTaxon OrganismalEntity Outcome
    PathologicalAnatomicalExposure PathologicalAnatomicalOutcome PathologicalAnatomicalStructure
    PathologicalEntityMixin PathologicalProcessExposure PathologicalProcessOutcome Patent Phenomenon
    PhenotypicQuality PhenotypicSex PhysicalEntity PhysicalEssence PhysicalEssenceOrOccurrent
    PlanetaryEntity Plant PopulationOfIndividualOrganisms PosttranslationalModification
    PreprintPublication ProteinDomain ProteinLigandAssayResult QuantityValue RNAProduct
    RNAProductIsoform ReagentTargetedGene RegulatoryRegion RelativeFrequencyAnalysisResult
    RelationshipType RetrievalSource SequenceFeature SequenceVariant Serial SeverityValue SiRNA Snv
    SocioeconomicAttribute SocioeconomicExposure SocioeconomicOutcome StudyPopulation StudyResult
    StudyVariable SubjectOfInvestigation TextMiningStudyResult ThingWithTaxon Transcript
    TranscriptionFactorBindingSite Vertebrate Virus WebPage Zygosity
"""


def category_key(category: str) -> str:
    """How categories are compared: ``biolink:SmallMolecule`` and ``small molecule`` alike."""
    bare = category.strip().rpartition(":")[2]
    return bare.replace(" ", "").replace("_", "").casefold()


_KINDS = {
    category_key(kind.category): (rank, kind)
    for rank, kind in enumerate(
        (*_ORDERED, *(Kind(f"biolink:{name}") for name in _OTHERS.split()), NAMED_THING)
    )
}

#: For ends of edges without a node. A prefix that several kinds of things share is not here.
_PREFIXES = {
    prefix.casefold(): _KINDS[category_key(category)][1]
    for category, prefixes in {
        "Disease": "MONDO DOID ORPHA Orphanet",
        "PhenotypicFeature": "HP",
        "BiologicalProcess": "GO",
        "Pathway": "REACT Reactome KEGG.PATHWAY WIKIPATHWAYS SMPDB",
        "Cell": "CL",
        "Procedure": "MAXO",
        "Drug": "DRUGBANK DRON RXCUI RXNORM",
        "ChemicalEntity": "CHEBI PUBCHEM.COMPOUND CHEMBL.COMPOUND UNII",
        "Gene": "HGNC NCBIGene ENSEMBL MGI",
        "Protein": "UniProtKB UniProt PR",
        "AnatomicalEntity": "UBERON",
    }.items()
    for prefix in prefixes.split()
}


def kind_of(categories: list[str]) -> Kind | None:
    """The kind of a node with these categories; null where Biolink has none of them."""
    known = [_KINDS[key] for key in map(category_key, categories) if key in _KINDS]
    if not known:
        return None
    return min(known, key=lambda ranked: ranked[0])[1]


def by_prefix(identifier: str) -> Kind:
    """What an id says by its prefix alone."""
    return _PREFIXES.get(identifier.partition(":")[0].casefold(), NAMED_THING)


def texts(value: object) -> list[str]:
    """The texts of a field with several values: a list, or one text with ``|`` between them."""
    if isinstance(value, str):
        parts = value.split("|")
    elif isinstance(value, list):
        parts = [str(item) for item in value if item is not None]
    else:
        return []
    return [text for part in parts if (text := part.strip())]

"""The older FullStudies records in the shape of API v2: other names, lists inside objects.

Only what the reader takes is translated.
"""

from __future__ import annotations

from typing import Any

__all__ = ["as_v2"]

_SECTIONS = {
    "ProtocolSection": "protocolSection",
    "ResultsSection": "resultsSection",
    "DerivedSection": "derivedSection",
}
#: A module, and how the names inside it go on; ``List`` wraps a list under the name of its items.
_NAMES = {
    "IdentificationModule": "identificationModule",
    "NCTId": "nctId",
    "BriefTitle": "briefTitle",
    "OfficialTitle": "officialTitle",
    "StatusModule": "statusModule",
    "OverallStatus": "overallStatus",
    "WhyStopped": "whyStopped",
    "LastUpdatePostDateStruct": "lastUpdatePostDateStruct",
    "LastUpdatePostDate": "date",
    "ConditionsModule": "conditionsModule",
    "ConditionList": "conditions",
    "DesignModule": "designModule",
    "StudyType": "studyType",
    "PhaseList": "phases",
    "DesignInfo": "designInfo",
    "DesignAllocation": "allocation",
    "DesignInterventionModel": "interventionModel",
    "DesignObservationalModelList": "observationalModel",
    "DesignMaskingInfo": "maskingInfo",
    "DesignMasking": "masking",
    "EnrollmentInfo": "enrollmentInfo",
    "EnrollmentCount": "count",
    "ArmsInterventionsModule": "armsInterventionsModule",
    "ArmGroupList": "armGroups",
    "ArmGroupLabel": "label",
    "ArmGroupType": "type",
    "ArmGroupInterventionList": "interventionNames",
    "InterventionList": "interventions",
    "InterventionType": "type",
    "InterventionName": "name",
    "InterventionDescription": "description",
    "InterventionArmGroupLabelList": "armGroupLabels",
    "OutcomesModule": "outcomesModule",
    "PrimaryOutcomeList": "primaryOutcomes",
    "SecondaryOutcomeList": "secondaryOutcomes",
    "OtherOutcomeList": "otherOutcomes",
    "EligibilityModule": "eligibilityModule",
    "EligibilityCriteria": "eligibilityCriteria",
    "Gender": "sex",
    "MinimumAge": "minimumAge",
    "MaximumAge": "maximumAge",
    "ReferencesModule": "referencesModule",
    "ReferenceList": "references",
    "ReferencePMID": "pmid",
    "ReferenceType": "type",
    "OutcomeMeasuresModule": "outcomeMeasuresModule",
    "OutcomeMeasureList": "outcomeMeasures",
    "OutcomeMeasureTitle": "title",
    "OutcomeMeasureDescription": "description",
    "OutcomeMeasureReportingStatus": "reportingStatus",
    "OutcomeMeasureParamType": "paramType",
    "OutcomeMeasureDispersionType": "dispersionType",
    "OutcomeMeasureUnitOfMeasure": "unitOfMeasure",
    "OutcomeMeasureTimeFrame": "timeFrame",
    "OutcomeGroupList": "groups",
    "OutcomeGroupId": "id",
    "OutcomeGroupTitle": "title",
    "OutcomeDenomList": "denoms",
    "OutcomeDenomUnits": "units",
    "OutcomeDenomCountList": "counts",
    "OutcomeDenomCountGroupId": "groupId",
    "OutcomeDenomCountValue": "value",
    "OutcomeClassList": "classes",
    "OutcomeClassTitle": "title",
    "OutcomeClassDenomList": "denoms",
    "OutcomeClassDenomUnits": "units",
    "OutcomeClassDenomCountList": "counts",
    "OutcomeClassDenomCountGroupId": "groupId",
    "OutcomeClassDenomCountValue": "value",
    "OutcomeCategoryList": "categories",
    "OutcomeCategoryTitle": "title",
    "OutcomeMeasurementList": "measurements",
    "OutcomeMeasurementGroupId": "groupId",
    "OutcomeMeasurementValue": "value",
    "OutcomeMeasurementSpread": "spread",
    "OutcomeMeasurementLowerLimit": "lowerLimit",
    "OutcomeMeasurementUpperLimit": "upperLimit",
    "OutcomeAnalysisList": "analyses",
    "OutcomeAnalysisGroupIdList": "groupIds",
    "OutcomeAnalysisNonInferiorityType": "nonInferiorityType",
    "OutcomeAnalysisPValue": "pValue",
    "OutcomeAnalysisPValueComment": "pValueComment",
    "OutcomeAnalysisStatisticalComment": "statisticalComment",
    "OutcomeAnalysisParamType": "paramType",
    "OutcomeAnalysisParamValue": "paramValue",
    "OutcomeAnalysisCIPctValue": "ciPctValue",
    "OutcomeAnalysisCINumSides": "ciNumSides",
    "OutcomeAnalysisCILowerLimit": "ciLowerLimit",
    "OutcomeAnalysisCIUpperLimit": "ciUpperLimit",
    "AdverseEventsModule": "adverseEventsModule",
    "EventsTimeFrame": "timeFrame",
    "EventGroupList": "eventGroups",
    "EventGroupId": "id",
    "EventGroupTitle": "title",
    "EventGroupDeathsNumAffected": "deathsNumAffected",
    "EventGroupDeathsNumAtRisk": "deathsNumAtRisk",
    "EventGroupSeriousNumAffected": "seriousNumAffected",
    "EventGroupSeriousNumAtRisk": "seriousNumAtRisk",
    "EventGroupOtherNumAffected": "otherNumAffected",
    "EventGroupOtherNumAtRisk": "otherNumAtRisk",
    "SeriousEventList": "seriousEvents",
    "OtherEventList": "otherEvents",
    "MiscInfoModule": "miscInfoModule",
    "VersionHolder": "versionHolder",
}
for _kind in ("Primary", "Secondary", "Other"):
    _NAMES[f"{_kind}OutcomeMeasure"] = "measure"
for _kind in ("Serious", "Other"):
    _NAMES |= {
        f"{_kind}EventTerm": "term",
        f"{_kind}EventStatsList": "stats",
        f"{_kind}EventStatsGroupId": "groupId",
        f"{_kind}EventStatsNumAffected": "numAffected",
        f"{_kind}EventStatsNumAtRisk": "numAtRisk",
    }


def as_v2(study: dict[str, Any]) -> dict[str, Any]:
    """A study of the older API as the newer one has it."""
    return {name: _translated(study[old]) for old, name in _SECTIONS.items() if study.get(old)}


def _translated(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            _NAMES[name]: _unwrapped(inner) if name.endswith("List") else _translated(inner)
            for name, inner in value.items()
            if name in _NAMES
        }
    return value


def _unwrapped(value: Any) -> Any:
    """The list in ``{"Condition": […]}``; anything else stays for the reader to complain of."""
    if not isinstance(value, dict) or len(value) != 1:
        return [] if value in ({}, None) else value
    inner = next(iter(value.values()))
    inner = inner if isinstance(inner, list) else [inner]
    return [_translated(item) for item in inner]

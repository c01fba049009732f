"""Where we are: municipalities with dated codes, and what "our region" meant when.

Nouns: Municipality, MunicipalityCode, RegionDefinition. Public to all; the secretariat edits in the office.
"""

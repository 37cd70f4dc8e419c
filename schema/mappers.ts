// What a resolver's parent holds, where it is not the GraphQL type itself: rows of a subgraph's queries.

export const mappers: Record<string, Record<string, string>> = {
  counties: {
    County: './queries#CountyRow',
    CountyConnection: './queries#CountyRows',
    Designation: './queries#DesignationRow',
    EastWestPartnership: './queries#PartnershipRow',
    CountyYear: './queries#CountyYearRow',
    FormerCode: './queries#FormerCodeRow',
    LiaisonOffice: './queries#LiaisonOfficeRow',
    Need: './queries#NeedRow',
    NeedConnection: './queries#NeedRows',
    Province: './queries#ProvinceRow',
  },
  organizations: {
    Organization: './queries#OrganizationRow',
    OrganizationConnection: './queries#OrganizationRows',
    Province: './queries#ProvinceReference',
  },
  pairings: {
    County: './queries#CountyReference',
    CountyConsent: './queries#PairingCountyRow',
    Need: './queries#NeedReference',
    Organization: './queries#OrganizationReference',
    Pairing: './queries#PairingRow',
    PairingConnection: './queries#PairingRows',
    ProgressReport: './queries#ReportRow',
    Project: './queries#ProjectRow',
    ProjectConnection: './queries#ProjectRows',
  },
};

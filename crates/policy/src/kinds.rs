//! Built-in kinds of items and measures: class, label, validation, masking, normalisation.

use crate::vocabulary::words;

words! {
    /// Kinds of items.
    pub enum ItemKind {
        PersonName = "person-name", PostalAddress = "postal-address", Telephone = "telephone", Email = "email",
        BirthDate = "birth-date", BirthYear = "birth-year", Age = "age", Gender = "gender",
        Organisation = "organisation", JobTitle = "job-title", OrganisationType = "organisation-type",
        Record = "record", Activity = "activity", Code = "code", FreeText = "free-text", Imei = "imei",
        CookieId = "cookie-id", DeviceId = "device-id", IpAddress = "ip-address", PaymentCard = "payment-card",
        Location = "location", JpBankAccount = "jp-bank-account", Password = "password", Choice = "choice",
        Health = "health", IdentityPaper = "identity-paper",
    }
    /// Kinds of measures, by heading of Article 23.
    pub enum MeasureKind {
        ResponsiblePerson = "responsible-person", ReportingLine = "reporting-line", SelfInspection = "self-inspection",
        IndependentAudit = "independent-audit", SubcontractorChoice = "subcontractor-choice",
        SubcontractorSupervision = "subcontractor-supervision", OfficerAppointed = "officer-appointed",
        ImprovementReview = "improvement-review", InternalSystem = "internal-system",
        SettlementOnTime = "settlement-on-time", Other = "other", ConfidentialityRules = "confidentiality-rules",
        Training = "training", Pledge = "pledge", Commitment = "commitment", MediaRules = "media-rules",
        AreaControl = "area-control", IntrusionProtection = "intrusion-protection", AccessLimits = "access-limits",
        SecuritySoftware = "security-software", LatestMeasures = "latest-measures", AccountControl = "account-control",
        ProcessorStandard = "processor-standard",
    }
}

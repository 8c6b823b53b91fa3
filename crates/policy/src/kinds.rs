//! Built-in kinds of items and measures: class, label, validation, masking, normalisation.

use crate::vocabulary::{Class, words};

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

impl ItemKind {
    /// The class an item of this kind has at least (Act Art. 2).
    pub const fn class(self) -> Class {
        match self {
            Self::Activity | Self::Code | Self::CookieId | Self::DeviceId | Self::IpAddress | Self::Location => {
                Class::Referable
            }
            Self::Health => Class::SpecialCare,
            _ => Class::Personal,
        }
    }

    /// Whether a statistic may be broken down by it: few values, or bands.
    pub const fn groups(self) -> bool {
        matches!(
            self,
            Self::PostalAddress
                | Self::BirthDate
                | Self::BirthYear
                | Self::Age
                | Self::Gender
                | Self::JobTitle
                | Self::OrganisationType
                | Self::Activity
                | Self::Choice
        )
    }
}

/// Headings of Article 23 under which measures stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Heading {
    Organisational,
    Human,
    Physical,
    Technical,
}

impl MeasureKind {
    /// The heading of Article 23 a measure of this kind stands under.
    pub const fn heading(self) -> Heading {
        match self {
            Self::ConfidentialityRules | Self::Training | Self::Pledge | Self::Commitment => Heading::Human,
            Self::MediaRules | Self::AreaControl => Heading::Physical,
            Self::IntrusionProtection
            | Self::AccessLimits
            | Self::SecuritySoftware
            | Self::LatestMeasures
            | Self::AccountControl
            | Self::ProcessorStandard => Heading::Technical,
            _ => Heading::Organisational,
        }
    }
}

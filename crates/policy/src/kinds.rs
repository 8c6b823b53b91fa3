//! Built-in kinds of items and measures: class, label, heading. Values of a kind are looked at where they pass, in `custody`.

use crate::vocabulary::{Class, LegalException, Need, words};
use azukari_model::Words;

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

    /// What people are shown; a kind whose label depends on the case has none.
    pub fn label(self) -> Option<Words> {
        let (ja, en) = match self {
            Self::PersonName => ("氏名", "Name"),
            Self::PostalAddress => ("住所", "Address"),
            Self::Telephone => ("電話番号", "Telephone number"),
            Self::Email => ("メールアドレス", "E-mail address"),
            Self::BirthDate => ("生年月日", "Date of birth"),
            Self::BirthYear => ("生年", "Year of birth"),
            Self::Age => ("年齢", "Age"),
            Self::Gender => ("性別", "Gender"),
            Self::Organisation => ("会社・団体名", "Company or organisation"),
            Self::JobTitle => ("役職", "Job title"),
            Self::OrganisationType => ("団体の種別", "Kind of organisation"),
            Self::Imei => ("IMEI", "IMEI"),
            Self::CookieId => ("クッキー識別子", "Cookie identifier"),
            Self::DeviceId => ("端末識別子", "Terminal identifier"),
            Self::IpAddress => ("IPアドレス", "IP address"),
            Self::PaymentCard => ("カード番号", "Card number"),
            Self::Location => ("位置情報", "Location"),
            Self::JpBankAccount => ("銀行口座", "Bank account"),
            Self::Password => ("パスワード", "Password"),
            Self::Health => ("健康に関する情報", "Health"),
            Self::IdentityPaper => ("本人確認書類の写し", "Copy of an identity document"),
            Self::Record | Self::Activity | Self::Code | Self::FreeText | Self::Choice => return None,
        };
        Some(Words::both(ja, en))
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

/// What a legal exception needs before anything may flow by it.
pub const fn needs(exception: LegalException) -> &'static [Need] {
    match exception {
        LegalException::Law => &[Need::Approver, Need::Reason, Need::Reference],
        LegalException::LifeBodyProperty | LegalException::PublicHealthChildren => {
            &[Need::Approver, Need::ConsentDifficult, Need::Reason]
        }
        LegalException::StateCooperation => &[Need::Approver, Need::Reason, Need::Reference, Need::WouldHinder],
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
    /// What is published of a measure of this kind; `other` has no label of its own.
    pub fn label(self) -> Option<Words> {
        let (ja, en) = match self {
            Self::ResponsiblePerson => ("責任者の設置", "Persons answerable for handling"),
            Self::ReportingLine => ("漏えい等の報告連絡体制の整備", "A line of report for leaks"),
            Self::SelfInspection => ("取扱状況の自己点検", "Self-inspection of handling"),
            Self::IndependentAudit => ("他部署または外部による監査", "Audit by another department or from outside"),
            Self::SubcontractorChoice => ("委託先の選定", "Choice of contractors"),
            Self::SubcontractorSupervision => ("委託先の監督", "Supervision of contractors"),
            Self::OfficerAppointed => ("個人情報管理責任者の選任", "An officer appointed for personal information"),
            Self::ImprovementReview => ("取り扱いの見直しと改善", "Review and improvement of handling"),
            Self::InternalSystem => ("社内体制の整備", "Internal organisation"),
            Self::SettlementOnTime => ("期日どおりの精算", "Settlement on time"),
            Self::Other => return None,
            Self::ConfidentialityRules => ("就業規則等による秘密保持", "Secrecy in the work rules"),
            Self::Training => ("従業者の教育", "Training of staff"),
            Self::Pledge => ("従業者の誓約書", "A pledge signed by each member of staff"),
            Self::Commitment => ("従業者によるポリシーの遵守表明", "Commitment of each member of staff to the policy"),
            Self::MediaRules => ("媒体の保管と取り扱いの規程", "Rules for keeping and handling media"),
            Self::AreaControl => ("取扱区域の管理", "Control of the areas of handling"),
            Self::IntrusionProtection => ("外部からの不正アクセスの防止", "Protection against intrusion"),
            Self::AccessLimits => ("アクセスの制限", "Limits on access"),
            Self::SecuritySoftware => ("セキュリティ対策ソフトウェアの導入", "Security software"),
            Self::LatestMeasures => ("最新の安全対策の維持", "Keeping safety measures up to date"),
            Self::AccountControl => ("アカウントと権限の管理", "Control of accounts and rights"),
            Self::ProcessorStandard => ("決済事業者の安全基準への適合", "The payment processor's security standard"),
        };
        Some(Words::both(ja, en))
    }

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

//! The built-in words of the language: closed lists, each word with the one value it means.
//!
//! `kinds` and `guarantee` hold the two lists that carry more than a word.

/// Defines an enum whose variants are words of the language: `ALL`, `word()`, `FromStr`, serde, `Display`.
macro_rules! words {
    ($($(#[$doc:meta])* $vis:vis enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        $vis enum $name { $($(#[$vdoc])* #[doc = concat!("`", $word, "`")] $variant,)* }

        impl $name {
            /// Every word of this list, in the order of the reference.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The word as it is written in a policy.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.word())
            }
        }
        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<Self, ()> {
                match text { $($word => Ok(Self::$variant),)* _ => Err(()) }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(|()| serde::de::Error::custom(concat!("not a word of ", stringify!($name))))
            }
        }
    )*};
}
pub(crate) use words;

words! {
    /// `service.stage`.
    pub enum Stage { Publish = "publish", Decide = "decide", }
    /// `transmissions.duty`: does the external-transmission rule bind (Telecommunications Business Act 27-12)?
    pub enum Duty { Required = "required", Voluntary = "voluntary", None = "none", }
    /// `contact.for`.
    pub enum ContactFor { Requests = "requests", Complaints = "complaints", Inquiries = "inquiries", }
    /// `contact.kind`.
    pub enum ContactKind { Own = "own", CertifiedOrganisation = "certified-organisation", }
    /// `event.about`.
    pub enum About { Person = "person", Member = "member", }
    /// Classes of items, in order of strictness (Act Art. 2).
    pub enum Class { Referable = "referable", Personal = "personal", SpecialCare = "special-care", }
    /// `source.from`.
    pub enum Whence {
        Person = "person", Device = "device", OutsideLogin = "outside-login", Affiliate = "affiliate",
        Recipient = "recipient", Service = "service",
    }
    /// `source.shown`.
    pub enum Shown { Before = "before", Published = "published", Announced = "announced", }
    /// `source.extra`.
    pub enum Extra { Refuse = "refuse", Drop = "drop", }
    /// `purpose.choice`.
    pub enum Choice { None = "none", CanStop = "can-stop", AsksFirst = "asks-first", }
    /// `purpose.by`.
    pub enum By { Us = "us", Recipient = "recipient", }
    /// `purpose.marks`.
    pub enum Mark { Advertising = "advertising", Profiling = "profiling", Statistics = "statistics", Security = "security", }
    /// `recipient.as` (Act Art. 25, 27).
    pub enum Part {
        Entrustee = "entrustee", ThirdParty = "third-party", JointUser = "joint-user", Successor = "successor",
        Authority = "authority",
    }
    /// `recipient.route` (Act Art. 28).
    pub enum Route { EquivalentCountry = "equivalent-country", EquivalentSystem = "equivalent-system", Consent = "consent", }
    /// `provision.ground`; the last two cannot be written: a joint use has the first, an act by a legal exception the second.
    pub enum Ground {
        Consent = "consent", Entrustment = "entrustment", Succession = "succession", OptOutFiled = "opt-out-filed",
        NotPersonal = "not-personal", JointUse = "joint-use", Exception = "exception",
    }
    /// Coded legal exceptions (Act Art. 27(1)).
    pub enum LegalException {
        Law = "law", LifeBodyProperty = "life-body-property", PublicHealthChildren = "public-health-children",
        StateCooperation = "state-cooperation",
    }
    /// What an exception needs.
    pub enum Need {
        Approver = "approver", ConsentDifficult = "consent-difficult", Reason = "reason", Reference = "reference",
        WouldHinder = "would-hinder",
    }
    /// `category.load`, `tag.load`.
    pub enum Load { Always = "always", UntilRefused = "until-refused", AfterConsent = "after-consent", }
    /// `operation: tag.gate`.
    pub enum Gating { Observe = "observe", Enforce = "enforce", }
    /// `tag.on`.
    pub enum Platform { Web = "web", Ios = "ios", Android = "android", }
    /// What a tag may send, besides items.
    pub enum Signal {
        PageUrl = "page-url", Referrer = "referrer", IpAddress = "ip-address", UserAgent = "user-agent",
        ScreenSize = "screen-size", BrowserLanguage = "browser-language", TimeZone = "time-zone", CookieId = "cookie-id",
        MouseMovement = "mouse-movement", Click = "click", Scroll = "scroll", Keystroke = "keystroke",
        NetworkUserId = "network-user-id", RiskSignal = "risk-signal", CardEntry = "card-entry", Location = "location",
    }
    /// `right.gives`: rights of the Act (Art. 32–35).
    pub enum Gives {
        PurposeNotice = "purpose-notice", See = "see", Disclosure = "disclosure", Records = "records",
        Correction = "correction", Addition = "addition", Deletion = "deletion", CeaseUse = "cease-use",
        CeaseProvision = "cease-provision",
    }
    /// `right.by`: ways to ask.
    pub enum Way { MyPage = "my-page", Form = "form", Email = "email", Post = "post", Counter = "counter", }
    /// `right.identity`.
    pub enum Identity { Login = "login", EmailCode = "email-code", Document = "document", RegisteredMail = "registered-mail", }
    /// Papers that prove an identity.
    pub enum Paper {
        DrivingLicence = "driving-licence", EligibilityCertificate = "eligibility-certificate",
        MyNumberCardFront = "my-number-card-front", Passport = "passport", PensionBook = "pension-book",
        ResidenceCard = "residence-card", SealCertificate = "seal-certificate",
        SpecialPermanentResidentCertificate = "special-permanent-resident-certificate",
    }
    /// `right.agents`.
    pub enum Agent { Statutory = "statutory", Mandated = "mandated", }
    /// `right.tell`.
    pub enum Tell { Email = "email", Post = "post", SameWay = "same-way", }
    /// Legal grounds to decline a right (Act Art. 32–35).
    pub enum LegalDecline {
        Law = "law", HarmToOthers = "harm-to-others", SeriousHindrance = "serious-hindrance", NotFactual = "not-factual",
        NotNeeded = "not-needed", Unfounded = "unfounded", TooCostly = "too-costly",
    }
    /// `incident.steps`.
    pub enum Step { Contain = "contain", Investigate = "investigate", Correct = "correct", Notify = "notify", Publish = "publish", }
    /// `revision.announce`.
    pub enum Announce { Site = "site", Email = "email", }
    /// Statutes that ask for a period of keeping.
    pub enum Statute { CorporationTaxBooks = "corporation-tax-books", }
    /// Dated packs of legal rules.
    pub enum RulePack { JpAppi2023 = "jp-appi-2023", JpTba2023 = "jp-tba-2023", JpMail2008 = "jp-mail-2008", }
    /// `system.how`.
    pub enum How { Webhook = "webhook", Sql = "sql", ByHand = "by-hand", }
    /// `role.handle`.
    pub enum Handle {
        Requests = "requests", Correct = "correct", Cease = "cease", Erase = "erase", Incidents = "incidents",
        Policy = "policy", Holds = "holds",
    }
    /// `role.approve`.
    pub enum Approve { Exceptions = "exceptions", Requests = "requests", Relatedness = "relatedness", }
    /// Families of declarations: the tables of the language that have ids.
    pub enum Family {
        Contact = "contact", Event = "event", Keep = "keep", Item = "item", Set = "set", Source = "source", Group = "group",
        Purpose = "purpose", Recipient = "recipient", Provision = "provision", JointUse = "joint-use",
        Exception = "exception", Category = "category", Tag = "tag", Statistic = "statistic", Right = "right",
        Decline = "decline", Measure = "measure", System = "system", Role = "role", Vendor = "vendor",
    }
}

impl Part {
    /// Whether a record is owed of what is passed on, with name, address and representative (Act Art. 29, Rule 20).
    pub const fn owes_record(self, is_abroad: bool) -> bool {
        match self {
            Self::Authority => false,
            Self::Entrustee | Self::JointUser => is_abroad,
            Self::ThirdParty | Self::Successor => true,
        }
    }
}
